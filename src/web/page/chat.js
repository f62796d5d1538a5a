/** The simulator's page: whose conversation is shown, and what the person writes, taps and sends. */

import { Conversation } from './chat-conversation.js';
import { askPlace, sendPlace } from './chat-place.js';

const POLL_MS = 2000;
/** The program takes messages of 12 MB; base64 makes a file a third larger. */
const MOST_FILE_BYTES = 8 * 1024 * 1024;
const PEOPLE = new Map([
  ['ana', 'Ana'],
  ['luis', 'Luis'],
  ['elena', 'Elena'],
]);
const ANOTHER = 'otro nombre…';

const at = (id) => document.getElementById(id);
const [log, line, who, text, tray, plus, place, down] = 'log line who text tray plus place down'.split(' ').map(at);
const conversations = new Map();
let current;

/** Shows somebody's conversation, and remembers in the address who it is. */
async function play(name) {
  const known = conversations.get(name);
  const conversation = known ?? new Conversation(name, hooksFor(name));
  conversations.set(name, conversation);
  current = conversation;
  if (!PEOPLE.has(name)) PEOPLE.set(name, name);
  listPeople(name);
  history.replaceState(null, '', `?de=${encodeURIComponent(name)}`);
  // A screen reader must not read out a whole history: it is put in place as a part, not message by message.
  log.ariaBusy = 'true';
  log.replaceChildren();
  if (!known) conversation.opened = conversation.open();
  await conversation.opened;
  if (current !== conversation) return;
  log.replaceChildren(conversation.thread.element);
  log.ariaBusy = 'false';
  log.scrollTop = log.scrollHeight;
  showExpected();
}

function hooksFor(name) {
  const isShown = () => current?.name === name;
  return {
    onShown: (element, kind) => isShown() && reveal(element, kind),
    onReach: (reached) => showLine(reached ? 'en línea' : 'sin conexión'),
    onTap: writeNext,
  };
}

/**
 * Brings a message into view from its first line on, however long it is and whatever options follow it; a notice only
 * for who reads the last messages, not for who has gone back to older ones.
 */
function reveal(element, kind) {
  showExpected();
  if (kind === 'notice' && !down.hidden) return;
  const bottom = log.scrollHeight - log.clientHeight;
  log.scrollTop = kind === 'own' ? bottom : Math.min(bottom, element.offsetTop - 8);
  showDown();
}

function showExpected() {
  place.classList.toggle('wanted', current.expects === 'location');
}

/** Changed only when it is another, or a screen reader would say it every two seconds. */
function showLine(words) {
  if (line.textContent !== words) line.textContent = words;
}

/** Back to the line one writes on; not after a finger's touch, which would open the phone's keyboard over the answer. */
function writeNext(event) {
  if (event?.pointerType !== 'touch') text.focus();
}

function say(words) {
  current.send({ text: words }, { text: words });
}

function sendWhere() {
  return ({ lat, lng }) => {
    current.send({ location: { lat, lng } }, { icon: 'place', text: `Mi ubicación: ${lat}, ${lng}` });
    text.focus();
  };
}

function listPeople(chosen) {
  const options = [...PEOPLE].map(([value, label]) => new Option(label, value, false, value === chosen));
  who.replaceChildren(...options, new Option(ANOTHER, ''));
}

function openTray(open) {
  tray.hidden = !open;
  plus.ariaExpanded = String(open);
}

async function sendFile(kind, [file]) {
  if (!file) return;
  const shown = { icon: kind === 'photo' ? 'photo' : 'file', text: file.name };
  text.focus();
  if (file.size > MOST_FILE_BYTES) {
    current.refuse(shown, 'pesa más de 8 MB');
    return;
  }
  const sender = current;
  const content = { mime: file.type || 'application/octet-stream', base64: await base64Of(file) };
  if (kind === 'photo') sender.send({ photo: content }, { ...shown, image: URL.createObjectURL(file) });
  else sender.send({ document: { name: file.name, ...content } }, shown);
}

function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

const trayActions = {
  photo: () => at('photo').click(),
  document: () => at('document').click(),
  voice: () => current.send({ unsupported: 'voice' }, { icon: 'voice', text: 'Nota de voz (simulada)' }),
  sticker: () => current.send({ unsupported: 'sticker' }, { icon: 'sticker', text: 'Figura (simulada)' }),
  place: () => askPlace(sendWhere()),
};

function listen() {
  at('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (words) say(words);
    text.value = '';
    text.focus();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    at('composer').requestSubmit();
  });
  plus.addEventListener('click', () => openTray(tray.hidden));
  at('composer').addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || tray.hidden) return;
    openTray(false);
    plus.focus();
  });
  for (const button of tray.children) {
    button.addEventListener('click', (event) => {
      openTray(false);
      writeNext(event);
      trayActions[button.dataset.send]();
    });
  }
  for (const kind of ['photo', 'document']) {
    at(kind).addEventListener('change', async ({ target }) => {
      await sendFile(kind, target.files);
      target.value = '';
    });
  }
  place.addEventListener('click', () => {
    showLine('buscando…');
    sendPlace(sendWhere());
  });
  log.addEventListener('click', (event) => {
    if (!event.target.closest('.examples button')) return;
    say(event.target.textContent);
    writeNext(event);
  });
  log.addEventListener('scroll', showDown, { passive: true });
  new ResizeObserver(showDown).observe(log);
  down.addEventListener('click', () => {
    log.scrollTop = log.scrollHeight;
    log.focus();
  });
  listenToPeople();
}

function showDown() {
  down.hidden = log.scrollHeight - log.clientHeight - log.scrollTop < 48;
}

function listenToPeople() {
  const dialog = at('name-dialog');
  who.addEventListener('change', () => {
    if (who.value) return play(who.value);
    who.value = current.name;
    dialog.showModal();
  });
  dialog.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = at('name').value.trim();
    if (!name) return;
    dialog.close();
    at('name').value = '';
    play(name).then(() => text.focus());
  });
  for (const button of document.querySelectorAll('[data-close]')) {
    button.addEventListener('click', () => button.closest('dialog').close());
  }
}

async function begin() {
  const asked = new URLSearchParams(location.search);
  const name = asked.get('de')?.trim().slice(0, 64) || 'ana';
  const code = asked.get('start');
  listen();
  await play(PEOPLE.has(name.toLowerCase()) ? name.toLowerCase() : name);
  // `play` has taken the code out of the address: a reload does not send it again.
  if (code !== null) current.send({ start: code }, { icon: 'link', text: `Abrió el enlace ${code}` });
  setInterval(() => document.hidden || current.poll(), POLL_MS);
  text.focus();
}

begin();
