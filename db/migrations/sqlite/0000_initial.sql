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
	`note` text DEFAULT '' NOT NULL,
	`capacity` integer,
	`status` text DEFAULT 'scheduled' NOT NULL,
	`demo` integer DEFAULT false NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`entered_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `assemblies_external_id_unique` ON `assemblies` (`external_id`);--> statement-breakpoint
CREATE INDEX `assemblies_clinic` ON `assemblies` (`clinic_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `assemblies_start` ON `assemblies` (`starts_at`);--> statement-breakpoint
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
CREATE TABLE `follows` (
	`person_id` integer NOT NULL,
	`clinic_id` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`person_id`, `clinic_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `follows_clinic` ON `follows` (`clinic_id`);--> statement-breakpoint
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
	`assembly_id` integer,
	`template_only` integer DEFAULT false NOT NULL,
	`dedupe` text,
	`ref` text,
	`receipt` text,
	`created_at` integer NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_person` ON `outbox` (`person_id`);--> statement-breakpoint
CREATE INDEX `outbox_queued` ON `outbox` (`channel`,`priority`,`deadline`) WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX `outbox_ref` ON `outbox` (`channel`,`ref`) WHERE ref is not null;--> statement-breakpoint
CREATE INDEX `outbox_assembly` ON `outbox` (`assembly_id`) WHERE status = 'queued';--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_dedupe` ON `outbox` (`dedupe`) WHERE dedupe is not null;--> statement-breakpoint
CREATE TABLE `people` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`language` text,
	`home_clinic_id` integer,
	`notices` text DEFAULT 'all' NOT NULL,
	`created_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`home_clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `people_home_clinic` ON `people` (`home_clinic_id`);--> statement-breakpoint
CREATE TABLE `programme_clinics` (
	`clinic_id` integer NOT NULL,
	`year` integer NOT NULL,
	PRIMARY KEY(`clinic_id`, `year`),
	FOREIGN KEY (`clinic_id`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `reports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`clinic_id` integer,
	`assembly_id` integer,
	`text` text NOT NULL,
	`created_at` integer NOT NULL
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
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
