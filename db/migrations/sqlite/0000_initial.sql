CREATE TABLE `agreements` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`assembly_id` integer NOT NULL,
	`text` text NOT NULL,
	`entered_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `agreements_assembly` ON `agreements` (`assembly_id`);--> statement-breakpoint
CREATE TABLE `assemblies` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`external_id` text,
	`date` text NOT NULL,
	`time` text NOT NULL,
	`starts_at` integer NOT NULL,
	`place` text NOT NULL,
	`latitude` real,
	`longitude` real,
	`agenda` text DEFAULT '' NOT NULL,
	`called_by` text DEFAULT '' NOT NULL,
	`called_by_person_id` integer,
	`is_pending` integer DEFAULT false NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`capacity` integer,
	`status` text DEFAULT 'scheduled' NOT NULL,
	`demo` integer DEFAULT false NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`entered_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`called_by_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `assemblies_external_id_unique` ON `assemblies` (`external_id`);--> statement-breakpoint
CREATE INDEX `assemblies_clinic` ON `assemblies` (`clinic_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `assemblies_start` ON `assemblies` (`starts_at`);--> statement-breakpoint
CREATE INDEX `assemblies_pending` ON `assemblies` (`starts_at`) WHERE is_pending;--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`person_id` integer,
	`role` text NOT NULL,
	`action` text NOT NULL,
	`clinic_id` integer,
	`subject_person_id` integer,
	`details` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_person` ON `audit_log` (`person_id`);--> statement-breakpoint
CREATE INDEX `audit_log_subject` ON `audit_log` (`subject_person_id`);--> statement-breakpoint
CREATE INDEX `audit_log_clinic` ON `audit_log` (`clinic_id`,`at`);--> statement-breakpoint
CREATE TABLE `ballots` (
	`id` integer PRIMARY KEY NOT NULL,
	`vote_id` integer NOT NULL,
	`token` text,
	`choices` text NOT NULL,
	`proven` integer NOT NULL,
	FOREIGN KEY (`vote_id`) REFERENCES `votes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ballots_token` ON `ballots` (`vote_id`,`token`) WHERE token is not null;--> statement-breakpoint
CREATE INDEX `ballots_vote` ON `ballots` (`vote_id`);--> statement-breakpoint
CREATE TABLE `broadcasts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`author_person_id` integer,
	`role` text NOT NULL,
	`segment` text NOT NULL,
	`assembly_id` integer,
	`need_id` integer,
	`vote_id` integer,
	`text` text NOT NULL,
	`file_id` integer,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`send_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`planned` text NOT NULL,
	`cursor` integer DEFAULT 0 NOT NULL,
	`is_filled` integer DEFAULT false NOT NULL,
	`queued` text NOT NULL,
	`opted_out` integer DEFAULT 0 NOT NULL,
	`no_way` integer DEFAULT 0 NOT NULL,
	`ended_at` integer,
	`decided_by_person_id` integer,
	`reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `broadcasts_clinic` ON `broadcasts` (`clinic_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `broadcasts_status` ON `broadcasts` (`status`,`send_at`);--> statement-breakpoint
CREATE INDEX `broadcasts_author` ON `broadcasts` (`author_person_id`);--> statement-breakpoint
CREATE INDEX `broadcasts_assembly` ON `broadcasts` (`assembly_id`) WHERE assembly_id is not null;--> statement-breakpoint
CREATE TABLE `budgets` (
	`clinic_id` integer NOT NULL,
	`year` integer NOT NULL,
	`amount_cents` integer NOT NULL,
	`loaded_at` integer NOT NULL,
	PRIMARY KEY(`clinic_id`, `year`),
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `call_files` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`name` text NOT NULL,
	`mode` text,
	`received_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `call_files_person` ON `call_files` (`person_id`);--> statement-breakpoint
CREATE INDEX `call_files_open` ON `call_files` (`id`) WHERE done_at is null;--> statement-breakpoint
CREATE TABLE `call_lines` (
	`file_id` integer NOT NULL,
	`line` integer NOT NULL,
	`clues` text NOT NULL,
	`said` text,
	`outcome` text,
	`fault` text,
	`told` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`file_id`, `line`),
	FOREIGN KEY (`file_id`) REFERENCES `call_files`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `call_lines_clinic` ON `call_lines` (`file_id`,`clues`);--> statement-breakpoint
CREATE TABLE `clinics` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clues` text NOT NULL,
	`name` text NOT NULL,
	`institution` text NOT NULL,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`state_code` text NOT NULL,
	`municipality` text NOT NULL,
	`municipality_code` text NOT NULL,
	`locality` text NOT NULL,
	`street_address` text NOT NULL,
	`postal_code` text NOT NULL,
	`latitude` real,
	`longitude` real,
	`consulting_rooms` integer,
	`time_zone` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `clinics_clues_unique` ON `clinics` (`clues`);--> statement-breakpoint
CREATE TABLE `concerns` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`person_id` integer,
	`name` text DEFAULT '' NOT NULL,
	`text` text NOT NULL,
	`photo_file_id` integer,
	`photo_cleared` integer DEFAULT false NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`answer` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`answered_at` integer,
	`closed_at` integer,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `concerns_clinic` ON `concerns` (`clinic_id`,`status`);--> statement-breakpoint
CREATE INDEX `concerns_person` ON `concerns` (`person_id`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`channel` text NOT NULL,
	`account` text NOT NULL,
	`identity_id` integer NOT NULL,
	`turn` integer NOT NULL,
	`state` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `conversations_person` ON `conversations` (`person_id`);--> statement-breakpoint
CREATE TABLE `deadlines` (
	`clinic_id` integer NOT NULL,
	`kind` text NOT NULL,
	`date` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`clinic_id`, `kind`, `date`),
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deadlines_date` ON `deadlines` (`date`);--> statement-breakpoint
CREATE TABLE `elected` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`assembly_id` integer NOT NULL,
	`post` text NOT NULL,
	`role` text,
	`how` text DEFAULT 'elected' NOT NULL,
	`invitation_id` integer,
	`name` text NOT NULL,
	`entered_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `elected_assembly` ON `elected` (`assembly_id`);--> statement-breakpoint
CREATE TABLE `electoral_pauses` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`state_code` text,
	`from_date` text NOT NULL,
	`to_date` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`assembly_id` integer NOT NULL,
	`code` text,
	`people` integer NOT NULL,
	`entered_at` integer NOT NULL,
	`by_person_id` integer,
	FOREIGN KEY (`by_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_code` ON `entries` (`assembly_id`,`code`);--> statement-breakpoint
CREATE INDEX `entries_by` ON `entries` (`by_person_id`);--> statement-breakpoint
CREATE TABLE `files` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer,
	`clinic_id` integer,
	`name` text NOT NULL,
	`mime` text NOT NULL,
	`data` text NOT NULL,
	`kept_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `files_person` ON `files` (`person_id`);--> statement-breakpoint
CREATE TABLE `follows` (
	`person_id` integer NOT NULL,
	`clinic_id` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`person_id`, `clinic_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `follows_clinic` ON `follows` (`clinic_id`,`person_id`);--> statement-breakpoint
CREATE TABLE `head_counts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`assembly_id` integer NOT NULL,
	`people` integer NOT NULL,
	`counted_at` integer NOT NULL,
	`by_person_id` integer,
	FOREIGN KEY (`by_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `head_counts_assembly` ON `head_counts` (`assembly_id`);--> statement-breakpoint
CREATE INDEX `head_counts_by` ON `head_counts` (`by_person_id`);--> statement-breakpoint
CREATE TABLE `identities` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`conversation_id` integer,
	`kind` text NOT NULL,
	`lookup` text NOT NULL,
	`sealed` text NOT NULL,
	`phone` text,
	`reachable` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identities_lookup_unique` ON `identities` (`lookup`);--> statement-breakpoint
CREATE INDEX `identities_person` ON `identities` (`person_id`);--> statement-breakpoint
CREATE INDEX `identities_conversation` ON `identities` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `identities_phone` ON `identities` (`phone`) WHERE phone is not null;--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`received_at` integer NOT NULL,
	`failed` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_key_unique` ON `inbox` (`key`);--> statement-breakpoint
CREATE TABLE `inquiries` (
	`person_id` integer NOT NULL,
	`clinic_id` integer NOT NULL,
	`asked_at` integer NOT NULL,
	`wants_date` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`person_id`, `clinic_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `inquiries_clinic` ON `inquiries` (`clinic_id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`lookup` text NOT NULL,
	`role` text NOT NULL,
	`post` text DEFAULT '' NOT NULL,
	`clinic_id` integer,
	`state_code` text,
	`invited_by_person_id` integer,
	`replaces_role_id` integer,
	`elected_id` integer,
	`is_shared` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`closed_at` integer,
	`used_by_person_id` integer,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`invited_by_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`used_by_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_lookup_unique` ON `invitations` (`lookup`);--> statement-breakpoint
CREATE INDEX `invitations_used` ON `invitations` (`used_by_person_id`);--> statement-breakpoint
CREATE INDEX `invitations_clinic` ON `invitations` (`clinic_id`) WHERE closed_at is null;--> statement-breakpoint
CREATE TABLE `ledger` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`work_id` integer NOT NULL,
	`clinic_id` integer NOT NULL,
	`amount_cents` integer NOT NULL,
	`corrects_id` integer,
	`supplier` text DEFAULT '' NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`receipt_file_id` integer,
	`at` integer NOT NULL,
	`entered_by` text NOT NULL,
	`person_id` integer,
	FOREIGN KEY (`work_id`) REFERENCES `works`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `ledger_work` ON `ledger` (`work_id`);--> statement-breakpoint
CREATE INDEX `ledger_clinic` ON `ledger` (`clinic_id`);--> statement-breakpoint
CREATE INDEX `ledger_person` ON `ledger` (`person_id`);--> statement-breakpoint
CREATE TABLE `link_codes` (
	`lookup` text PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `link_codes_person` ON `link_codes` (`person_id`);--> statement-breakpoint
CREATE INDEX `link_codes_expiry` ON `link_codes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `link_tries` (
	`person_id` integer PRIMARY KEY NOT NULL,
	`wrong` integer NOT NULL,
	`since` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `loose_photos` (
	`file_id` integer PRIMARY KEY NOT NULL,
	`sent_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mass_changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer,
	`clinic_ids` text,
	`state_code` text NOT NULL,
	`municipality_code` text,
	`from_date` text,
	`to_date` text,
	`new_date` text,
	`reason` text NOT NULL,
	`done_to` integer DEFAULT 0 NOT NULL,
	`changed` integer DEFAULT 0 NOT NULL,
	`left_out` integer DEFAULT 0 NOT NULL,
	`told` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `mass_changes_person` ON `mass_changes` (`person_id`);--> statement-breakpoint
CREATE INDEX `mass_changes_open` ON `mass_changes` (`id`) WHERE done_at is null;--> statement-breakpoint
CREATE TABLE `merge_proposals` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`other_person_id` integer NOT NULL,
	`reason` text NOT NULL,
	`phone` text,
	`declined` integer DEFAULT false NOT NULL,
	`ask_after` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`other_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `merge_proposals_pair` ON `merge_proposals` (`person_id`,`other_person_id`);--> statement-breakpoint
CREATE INDEX `merge_proposals_other` ON `merge_proposals` (`other_person_id`);--> statement-breakpoint
CREATE TABLE `milestones` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`year` integer NOT NULL,
	`code` text NOT NULL,
	`date` text NOT NULL,
	`at` integer NOT NULL,
	`entered_by` text NOT NULL,
	`person_id` integer,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `milestones_clinic` ON `milestones` (`clinic_id`,`year`);--> statement-breakpoint
CREATE INDEX `milestones_person` ON `milestones` (`person_id`);--> statement-breakpoint
CREATE TABLE `need_supports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`need_id` integer NOT NULL,
	`person_id` integer,
	`detail` text DEFAULT '' NOT NULL,
	`file_id` integer,
	`recount_tokens` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `need_supports_person` ON `need_supports` (`need_id`,`person_id`);--> statement-breakpoint
CREATE INDEX `need_supports_of` ON `need_supports` (`person_id`);--> statement-breakpoint
CREATE TABLE `needs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`catalogue_code` text,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`origin` text NOT NULL,
	`areas` text,
	`is_new_service` integer DEFAULT false NOT NULL,
	`person_id` integer,
	`proposed_at` integer NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`merged_into_id` integer,
	`told_at` integer,
	`work_id` integer,
	`reviewed_at` integer,
	`reviewed_by` text,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `needs_clinic` ON `needs` (`status`,`clinic_id`);--> statement-breakpoint
CREATE INDEX `needs_person` ON `needs` (`person_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `needs_catalogue` ON `needs` (`clinic_id`,`catalogue_code`) WHERE status = 'open' and catalogue_code is not null;--> statement-breakpoint
CREATE TABLE `notice_reports` (
	`broadcast_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`broadcast_id`, `person_id`),
	FOREIGN KEY (`broadcast_id`) REFERENCES `broadcasts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `notice_reports_person` ON `notice_reports` (`person_id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`conversation_id` integer NOT NULL,
	`channel` text NOT NULL,
	`inbox_id` integer,
	`kind` text NOT NULL,
	`status` text DEFAULT 'queued' NOT NULL,
	`reply` text,
	`notice` text,
	`secret` integer DEFAULT false NOT NULL,
	`priority` integer NOT NULL,
	`deadline` integer NOT NULL,
	`not_before` integer NOT NULL,
	`expires_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`clinic_id` integer,
	`assembly_id` integer,
	`broadcast_id` integer,
	`template_only` integer DEFAULT false NOT NULL,
	`dedupe` text,
	`ref` text,
	`because` text,
	`receipt` text,
	`created_at` integer NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_person` ON `outbox` (`person_id`);--> statement-breakpoint
CREATE INDEX `outbox_queued` ON `outbox` (`channel`,`priority`,`deadline`) WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX `outbox_ref` ON `outbox` (`channel`,`ref`) WHERE ref is not null;--> statement-breakpoint
CREATE INDEX `outbox_assembly` ON `outbox` (`assembly_id`) WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX `outbox_secret` ON `outbox` (`created_at`) WHERE secret;--> statement-breakpoint
CREATE INDEX `outbox_correspondence` ON `outbox` (`done_at`) WHERE kind = 'correspondence' and notice is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_broadcast` ON `outbox` (`broadcast_id`,`person_id`) WHERE broadcast_id is not null;--> statement-breakpoint
CREATE INDEX `outbox_broadcast_status` ON `outbox` (`broadcast_id`,`status`,`channel`,`receipt`,`because`) WHERE broadcast_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_dedupe` ON `outbox` (`dedupe`) WHERE dedupe is not null;--> statement-breakpoint
CREATE TABLE `paper_counts` (
	`vote_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`votes` integer NOT NULL,
	PRIMARY KEY(`vote_id`, `item_id`),
	FOREIGN KEY (`vote_id`) REFERENCES `votes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`language` text,
	`home_clinic_id` integer,
	`home_since` integer,
	`notices` text DEFAULT 'all' NOT NULL,
	`in_office` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`home_clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `people_home_clinic` ON `people` (`home_clinic_id`,`id`);--> statement-breakpoint
CREATE TABLE `programme_clinics` (
	`clinic_id` integer NOT NULL,
	`year` integer NOT NULL,
	PRIMARY KEY(`clinic_id`, `year`),
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `progress_told` (
	`clinic_id` integer NOT NULL,
	`date` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`clinic_id`, `date`),
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `quotes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`work_id` integer NOT NULL,
	`supplier` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`file_id` integer,
	`at` integer NOT NULL,
	`entered_by` text NOT NULL,
	`person_id` integer,
	FOREIGN KEY (`work_id`) REFERENCES `works`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `quotes_work` ON `quotes` (`work_id`);--> statement-breakpoint
CREATE INDEX `quotes_person` ON `quotes` (`person_id`);--> statement-breakpoint
CREATE TABLE `relay_blocks` (
	`person_id` integer NOT NULL,
	`blocked_person_id` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`person_id`, `blocked_person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`blocked_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `relay_blocks_blocked` ON `relay_blocks` (`blocked_person_id`);--> statement-breakpoint
CREATE TABLE `relays` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`member_person_id` integer NOT NULL,
	`recipient` text NOT NULL,
	`opened_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	`messages` integer DEFAULT 0 NOT NULL,
	`person_pace` text,
	`member_pace` text,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`member_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `relays_person` ON `relays` (`person_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `relays_member` ON `relays` (`member_person_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `replaced_files` (
	`file_id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `reports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`clinic_id` integer,
	`assembly_id` integer,
	`broadcast_id` integer,
	`text` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `roles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer,
	`role` text NOT NULL,
	`post` text DEFAULT '' NOT NULL,
	`clinic_id` integer,
	`state_code` text,
	`public_name` text DEFAULT '' NOT NULL,
	`on_duty` integer DEFAULT false NOT NULL,
	`granted_at` integer NOT NULL,
	`granted_by_person_id` integer,
	`invitation_id` integer,
	`ends_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`granted_by_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `roles_person` ON `roles` (`person_id`);--> statement-breakpoint
CREATE INDEX `roles_clinic` ON `roles` (`clinic_id`);--> statement-breakpoint
CREATE INDEX `roles_state` ON `roles` (`state_code`);--> statement-breakpoint
CREATE TABLE `rsvp_mornings` (
	`assembly_id` integer PRIMARY KEY NOT NULL,
	`ends_at` integer NOT NULL,
	`yes` integer NOT NULL,
	`companions` integer NOT NULL,
	`maybe` integer NOT NULL,
	`no` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rsvps` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`assembly_id` integer NOT NULL,
	`person_id` integer,
	`answer` text NOT NULL,
	`companions` integer DEFAULT 0 NOT NULL,
	`check_in_code` text,
	`recount_tokens` text,
	`answered_at` integer NOT NULL,
	FOREIGN KEY (`assembly_id`) REFERENCES `assemblies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rsvps_person` ON `rsvps` (`assembly_id`,`person_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `rsvps_code` ON `rsvps` (`assembly_id`,`check_in_code`);--> statement-breakpoint
CREATE INDEX `rsvps_of_person` ON `rsvps` (`person_id`);--> statement-breakpoint
CREATE TABLE `seats` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`year` integer NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`entered_at` integer NOT NULL,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `seats_clinic` ON `seats` (`clinic_id`,`year`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `vote_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`vote_id` integer NOT NULL,
	`at` integer NOT NULL,
	`event` text NOT NULL,
	`details` text NOT NULL,
	`hash` text NOT NULL,
	FOREIGN KEY (`vote_id`) REFERENCES `votes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `vote_events_vote` ON `vote_events` (`vote_id`);--> statement-breakpoint
CREATE TABLE `vote_invitees` (
	`vote_id` integer NOT NULL,
	`phone` text NOT NULL,
	PRIMARY KEY(`vote_id`, `phone`),
	FOREIGN KEY (`vote_id`) REFERENCES `votes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `vote_items` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`vote_id` integer NOT NULL,
	`need_id` integer,
	`catalogue_code` text,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`cost_cents` integer NOT NULL,
	`cost_source` text NOT NULL,
	`rivals` text,
	`number` integer NOT NULL,
	`lot` integer,
	`work_id` integer,
	FOREIGN KEY (`vote_id`) REFERENCES `votes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `vote_items_vote` ON `vote_items` (`vote_id`);--> statement-breakpoint
CREATE TABLE `voters` (
	`id` integer PRIMARY KEY NOT NULL,
	`vote_id` integer NOT NULL,
	`person_id` integer,
	`status` text NOT NULL,
	`at` integer,
	`reminded_at` integer,
	`receipt` text,
	FOREIGN KEY (`vote_id`) REFERENCES `votes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `voters_person` ON `voters` (`vote_id`,`person_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `voters_receipt` ON `voters` (`receipt`) WHERE receipt is not null;--> statement-breakpoint
CREATE INDEX `voters_of` ON `voters` (`person_id`);--> statement-breakpoint
CREATE INDEX `voters_status` ON `voters` (`vote_id`,`status`,`at`);--> statement-breakpoint
CREATE TABLE `votes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`year` integer NOT NULL,
	`status` text NOT NULL,
	`budget_cents` integer NOT NULL,
	`most` integer NOT NULL,
	`proof` text NOT NULL,
	`day_code` text,
	`opens_at` integer,
	`closes_at` integer,
	`opened_at` integer,
	`closed_at` integer,
	`lot_seed` text,
	`token_key` text,
	`replaces_id` integer,
	`paper_ballots` integer,
	`file_id` integer,
	`digest` text,
	`told_digest` text,
	`told_status` text,
	`result` text,
	`created_at` integer NOT NULL,
	`entered_by` text NOT NULL,
	`person_id` integer,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `votes_clinic` ON `votes` (`clinic_id`,`status`);--> statement-breakpoint
CREATE INDEX `votes_due` ON `votes` (`status`,`opens_at`);--> statement-breakpoint
CREATE INDEX `votes_closing` ON `votes` (`status`,`closes_at`);--> statement-breakpoint
CREATE INDEX `votes_person` ON `votes` (`person_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `votes_current` ON `votes` (`clinic_id`) WHERE status in ('announced', 'open');--> statement-breakpoint
CREATE UNIQUE INDEX `votes_draft` ON `votes` (`clinic_id`) WHERE status = 'draft';--> statement-breakpoint
CREATE TABLE `work_photos` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`work_id` integer NOT NULL,
	`file_id` integer NOT NULL,
	`at` integer NOT NULL,
	`person_id` integer,
	`taken_down_at` integer,
	`taken_down_by_person_id` integer,
	FOREIGN KEY (`work_id`) REFERENCES `works`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`taken_down_by_person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `work_photos_work` ON `work_photos` (`work_id`);--> statement-breakpoint
CREATE INDEX `work_photos_person` ON `work_photos` (`person_id`);--> statement-breakpoint
CREATE TABLE `work_reports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`work_id` integer NOT NULL,
	`clinic_id` integer NOT NULL,
	`status` text NOT NULL,
	`percent` integer NOT NULL,
	`at` integer NOT NULL,
	`entered_by` text NOT NULL,
	`person_id` integer,
	FOREIGN KEY (`work_id`) REFERENCES `works`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `work_reports_work` ON `work_reports` (`work_id`);--> statement-breakpoint
CREATE INDEX `work_reports_at` ON `work_reports` (`at`);--> statement-breakpoint
CREATE INDEX `work_reports_person` ON `work_reports` (`person_id`);--> statement-breakpoint
CREATE TABLE `works` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clinic_id` integer NOT NULL,
	`year` integer NOT NULL,
	`catalogue_code` text,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`approved_cents` integer,
	`status` text NOT NULL,
	`percent` integer NOT NULL,
	`due_on` text,
	`entered_at` integer NOT NULL,
	`entered_by` text NOT NULL,
	`person_id` integer,
	`updated_at` integer NOT NULL,
	`told_at` integer,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `works_clinic` ON `works` (`clinic_id`,`year`);--> statement-breakpoint
CREATE INDEX `works_person` ON `works` (`person_id`);--> statement-breakpoint
CREATE INDEX `works_untold` ON `works` (`entered_at`) WHERE told_at is null;