/** What a conversation looks like: its messages as elements. Whatever was sent or typed becomes a text node, never HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/** One person's messages, in the element that the page shows. */
export class Thread {
  element = element('div', { className: 'thread' });
  #onChoice;
  #onRetry;
  /** The choices that still count. */
  #open;
  #own = new Map();

  /** `onChoice(choice, event)` and `onRetry(message, event)` are told what was pressed. */
  constructor({ onChoice, onRetry }) {
    this.#onChoice = onChoice;
    this.#onRetry = onRetry;
    this.element.append(document.getElementById('start').content.cloneNode(true));
  }

  /** Shows what the person sent. */
  showOwn(message) {
    const { id, shown } = message;
    const body = element('p', { className: 'body' });
    if (shown.icon) body.append(icon(shown.icon));
    body.append(shown.text);
    // Who wrote it need not have it read out.
    const bubble = element('div', { ariaLive: 'off' }, unseen('Usted: '));
    if (shown.image) bubble.append(element('img', { src: shown.image, alt: 'La foto que usted mandó' }));
    bubble.append(body, element('div', { className: 'meta' }));
    this.#own.set(id, bubble);
    this.element.append(bubble);
    this.showState(message);
    return bubble;
  }

  /** Shows whether a message of the person's is on its way, sent, not sent, or refused for a reason. */
  showState(message) {
    const { id, at, state, reason } = message;
    const bubble = this.#own.get(id);
    bubble.className = `message own ${state}`;
    const words = { sending: 'enviando…', sent: clock(at), refused: `no enviado: ${reason}` }[state];
    bubble.lastChild.replaceChildren(words ?? this.#retry(message));
    return bubble;
  }

  #retry(message) {
    const button = element('button', { type: 'button', className: 'option retry' }, 'no enviado — reintentar');
    button.addEventListener('click', (event) => this.#onRetry(message, event));
    return element('div', { role: 'alert' }, button);
  }

  /** Shows what the bot sent; `at` is undefined when this tab did not see it arrive. */
  showReply(reply, { at, notice }) {
    const message = element('div', { className: notice ? 'message notice' : 'message' });
    if (notice) message.append(element('p', { className: 'badge' }, icon('bell'), 'Aviso'));
    else message.append(unseen('Asamblea: '));
    if (reply.image) message.append(element('img', { src: reply.image.url, alt: 'Imagen del chat' }));
    if (reply.text) message.append(element('p', { className: 'body' }, reply.text));
    if (reply.location) message.append(placeCard(reply.location));
    if (reply.document) message.append(documentLink(reply.document));
    message.append(element('p', { className: 'meta' }, at ? clock(at) : ''));
    this.element.append(message);
    if (asks(reply)) this.#open?.classList.add('past');
    if (reply.choices.length > 0) this.element.append(this.#choices(reply.choices));
    return message;
  }

  #choices(choices) {
    const buttons = choices.map((choice, index) => {
      const button = element('button', { type: 'button' }, `${index + 1}. ${choice.label}`);
      if (choice.hint) button.append(' ', element('small', {}, choice.hint));
      button.addEventListener('click', (event) => {
        // The second press of a double one is not a second answer.
        if (event.detail > 1) return;
        button.classList.add('chosen');
        this.#onChoice(choice, event);
      });
      return button;
    });
    this.#open = element('div', { className: 'choices', role: 'group', ariaLabel: 'Opciones' }, ...buttons);
    return this.#open;
  }
}

/** Whether a reply is a question; what asks nothing (a notice, a 911) leaves the question before it as it was. */
export function asks({ expects, choices }) {
  return expects !== undefined || choices.length > 0;
}

function placeCard({ lat, lng, title, address }) {
  const at = `${lat},${lng}`;
  const map = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=17/${lat}/${lng}`;
  const card = element('div', { className: 'attached' });
  card.append(element('p', {}, element('strong', {}, title ?? 'Ubicación')));
  if (address) card.append(element('p', {}, address));
  card.append(
    element('a', { href: `geo:${at}?q=${at}` }, icon('place'), 'Abrir en mi teléfono'),
    element('a', { href: map, target: '_blank', rel: 'noopener noreferrer' }, icon('link'), 'Ver en OpenStreetMap'),
  );
  return card;
}

function documentLink({ url, name }) {
  const link = element('a', { href: url, download: name }, icon('file'), `Descargar ${name}`);
  return element('div', { className: 'attached' }, link);
}

function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

function unseen(text) {
  return element('span', { className: 'unseen' }, text);
}

function clock(at) {
  return new Date(at).toLocaleTimeString('es-MX', { hour: 'numeric', minute: '2-digit' });
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
