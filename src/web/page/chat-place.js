/** Where the person is: from the browser, or from a dialog when the browser may not or cannot tell. */

const REFUSED = 'El navegador no dio su ubicación. Elija un lugar de ejemplo:';
const CHOSEN = 'Elija un lugar de ejemplo:';
const TIMEOUT_MS = 8000;

const dialog = document.getElementById('place-dialog');
const why = document.getElementById('place-why');
const coordinates = document.getElementById('coordinates');
const wrong = document.getElementById('coordinates-wrong');
let send;

/** Asks the browser; calls `onPlace({ lat, lng })` once the place is known. */
export function sendPlace(onPlace) {
  if (!navigator.geolocation) {
    askPlace(onPlace, REFUSED);
    return;
  }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => onPlace(rounded(coords.latitude, coords.longitude)),
    () => askPlace(onPlace, REFUSED),
    { timeout: TIMEOUT_MS, maximumAge: 60_000 },
  );
}

/** Opens the dialog; calls `onPlace({ lat, lng })` unless it is cancelled. */
export function askPlace(onPlace, reason = CHOSEN) {
  send = onPlace;
  why.textContent = reason;
  tellWrong('');
  dialog.showModal();
}

function tellWrong(text) {
  wrong.textContent = text;
  coordinates.ariaInvalid = String(text !== '');
}

/** "19.54, -96.91", as maps copy them; undefined for what is no place. */
function parse(text) {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!found) return undefined;
  const [lat, lng] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? rounded(lat, lng) : undefined;
}

/** Eleven metres are enough to find a clinic. */
function rounded(lat, lng) {
  return { lat: Number(lat.toFixed(4)), lng: Number(lng.toFixed(4)) };
}

for (const button of dialog.querySelectorAll('[data-at]')) {
  button.addEventListener('click', () => {
    dialog.close();
    send(parse(button.dataset.at));
  });
}

dialog.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const place = parse(coordinates.value);
  if (!place) {
    tellWrong('Escriba dos números, por ejemplo: 19.54, -96.91');
    coordinates.focus();
    return;
  }
  dialog.close();
  send(place);
});
