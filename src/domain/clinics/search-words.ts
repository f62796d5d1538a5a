/** The words that say nothing about which clinic is meant, those that say its kind, and the short forms people write. */

import { plainWords, sound } from './search-normalize.ts';

const list = (words: string) => words.trim().split(/\s+/);
const pairs = (text: string) =>
  new Map(
    text
      .trim()
      .split(/\s*\n\s*/)
      .map((line) => line.split(':'))
      .map(([short = '', long = '']) => [short, list(long)] as const),
  );

/** Short forms, written out the same way in the directory's names and in what a person types. */
const SHORT_FORMS: ReadonlyMap<string, readonly string[]> = pairs(`
  sta:santa
  sto:santo
  sn:san
  gral:general
  gnral:general
  dr:doctor
  dra:doctora
  lic:licenciado
  prof:profesor
  profr:profesor
  ing:ingeniero
  cap:capitan
  col:colonia
  fco:francisco
  fsco:francisco
  gpe:guadalupe
  ma:maria
  cd:ciudad
  nvo:nuevo
  nva:nueva
  pto:puerto
  pdte:presidente
  pte:poniente
  ote:oriente
  nte:norte
  edo:estado
  mpio:municipio
  mun:municipio
  ej:ejido
  ejid:ejido
  pob:poblado
  ra:rancheria
  rcho:rancho
  secc:seccion
  sec:seccion
  fracc:fraccionamiento
  frac:fraccionamiento
  bo:barrio
  amp:ampliacion
  ampl:ampliacion
  congr:congregacion
  mtz:martinez
  glez:gonzalez
  gzlez:gonzalez
  hdez:hernandez
  hdz:hernandez
  rdz:rodriguez
  rguez:rodriguez
  fdez:fernandez
  jmz:jimenez
  lpz:lopez
  uh:unidad habitacional
  uhf:unidad habitacional fovisste
  gam:gustavo a madero
  mich:michoacan
  km:kilometro
`);

/** Spoken numbers by their sound; "un" and "una" stay words. */
export const NUMBERS: ReadonlyMap<string, string> = new Map(
  list(
    `uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho
    diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho`,
  ).map((word, index) => [sound(word), String(index + 1)]),
);
const ORDINALS = list('primera segunda tercera cuarta quinta sexta');
const ORDINAL_NUMBERS: ReadonlyMap<string, string> = new Map(ORDINALS.map((word, index) => [word, String(index + 1)]));
const ROMAN: ReadonlyMap<string, string> = new Map(
  list('ii iii iv vi vii viii').map((roman, index) => [roman, ['2', '3', '4', '6', '7', '8'][index] ?? roman]),
);

/** Say nothing by themselves; they are neither looked for nor missed. */
export const FILLERS: ReadonlySet<string> = new Set(
  list(`a al con de del e el en la las lo los o para por u un una unos unas y que es son mi mis su sus tu tus me le les
  se no num numero nro nombre soy voy vamos estoy esta estan este quiero quisiera necesito busco buscar buscando saber
  conocer ver sobre donde cual cuando como hola buenas buenos buen dias dia tardes noches favor porfavor porfa pf pls
  gracias oiga oye disculpe disculpa toca tocan corresponde pertenezco atiendo atienden atender ir queda quedo llama
  llamo seria creo yo nos nosotros vivo aqui aca alla ahi cerca
  municipio estado localidad pertenece ubicada ubicado encuentra alcaldia delegacion region zona
  clinica clinicas consultorio unidad unidades medica medico hospital hospitalito consulta doctores centrito dispensario
  asamblea asambleas reunion junta fecha hora llamada llamado conocida registro inscribir apuntar apuntarme
  registrar registrarme info informacion informes dice dijeron digo pues ok si`),
);

/** Ordinary words: never taken for a misspelt place, and a small sign that the sentence is about something else. */
export const ORDINARY: ReadonlySet<string> = new Set(
  list(`abrir abren ahora algo alguien algun alguna algunos alla alguno antes apenas aun aunque ayer ayuda ayudar ayudan
  ayudeme bano banos bien bueno buena cada calle cama camas cambiar cambiaron cancelar cancelaron carro casi cita citas cierto claro comite
  compra comprar compraron computadora contar contra cosa cosas cuanta cuantas cuanto cuantos cuenta da dan dar datos
  decir dejar desde despues dinero dio dolor donar duda dudas duele eran eres era ella ellos entonces enfermera
  enfermeras enfermo entiendo entre escribir espero estamos estar estaba eso esos esa esas esto estos estas falta faltan faltaba foto fotos fue
  fueron gente gusto ha haber habia hablar hacen hacer haciendo haga hago hace hacia haya hay hecho hemos hice hijo hija hizo hoy
  iba igual igualmente importa jamas jueves lunes martes miercoles viernes sabado domingo llega llegar llegue luego
  mal mala mama mamá manana mas mandar manden mensaje mensajes mejor menos mes mientras minuto minutos mismo misma mucho mucha muchos
  muy nada nadie necesitamos necesita ni nino ninos ningun ninguna nuestra nuestro nunca obra obras otra otro otros
  otras pagar paga pago papel para pero perdon persona personas pinta pintan pintar pintaron podemos poder podria puedo
  puede pueden poco poquito porque pregunta preguntar presupuesto problema problemas proxima proximo puso quien quienes
  quieren quiere quieres quitar recibir reciben receta recibi resultado resultados sabe saben sabes sale salir semana
  senor senora ser sera siempre sido siento sigue sin sino sirve sobra solo sola somos sea sean tal tambien tampoco
  tan tanto tarde techo temprano tener tenemos tenga tengo tenia tiene tienen tiempo tipo toda todas todo todos todavia
  trabajo trabajan trae traer tramite unica urge urgente usar usted ustedes va van vaya venir vengo vez veces vi viene
  vienen vino viste vota votar voto votos votamos ya doctor doctora medicina medicinas medicamento medicamentos
  vacuna vacunas analisis laboratorio radiografia cirugia operacion embarazo fiebre pecho esposa esposo acompanar
  companion acompanante familiares boleta encuesta opinion propuesta propongo proponer arreglar arreglen arreglo
  impermeabilizar agua luz drenaje baumanometro aire silla sillas ruedas ambulancia rampa puerta puertas ventana
  ventanas pintura letrero equipo equipos baja alta menu ayudame numero telefono celular direccion horario abierto
  cerrado cerrada atencion servicio jaja jajaja jeje ah eh ey hey orale andale sale va listo perfecto excelente
  adios bye chao saludos bendiciones dios feliz amigo amiga senorita joven maestra maestro politica partido gobierno
  presidente secretario tesorero tesorera vocal contraloria acta firma firmar tarjeta banco deposito factura facturas
  recibo precio precios costo material materiales albanil tinaco bomba cisterna focos foco mueble muebles camilla
  refrigerador ultrasonido rayos oxigeno dentista dental dientes nutricion psicologo terapia diabetes presion azucar
  insulina curacion inyeccion jeringas gasas alcohol ropa limpieza basura jardin estacionamiento barda reja piso
  pisos loseta ventilador clima calor frio espera sala cuarto cuartos consultorio recepcion archivo farmacia
  tia tio abuela abuelo abuelita abuelito hermana hermano vecina vecino vecinos papa apoyo programa nuevamente cambio cambiarme casa casas mercado iglesia escuela parque cuesta
    cuestan acuerdo acuerda recuerdo audio audios ubicacion volver repita repetir responde respondio contesta cayo
    cerrados abiertos domingos sabados lloviendo llueve gotea goteras leer robot apunto amo odio espanol hablo
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre navidad semanas meses anos
    morena pri pan prd votaciones elecciones candidato robo robaron denuncia denunciar queja quejas quejarme
    esperando esperar entregan entrega lentes estudios estudio cambien pongan poner compren comprando falto llevar llevo
    credencial ine curp nss obligatorio gratis credito saldo internet mande mandan manda oir escucho escuchar pasillo
    lluvia tubo tubos fuga pared paredes vidrio vidrios roto rota rotos rompio descompuso descompuesto descompuesta
    primero segundo ultima ultimo pronto rapido lento decia hubo hubiera deberia deben debe debo hicieron hagan dejen deje
    digan diga avisen avise avisar aviso avisos confirmar confirmo asistir asisto asistire podre podra ire iremos ira
    vendra llegare sentado sentada enferma enfermos paciente pacientes personal director directora gerente jefe jefa
    trato maltrato pesimo pesima felicidades amor pizza comida cafe refresco recurso recursos millones pesos gastar
    gastaron gasto gastos cuentas transparencia corrupcion ratero rateros mentira mentiras verdad siempre`),
);

/** Words for parts of a place; they help when they agree and weigh little when they do not. */
const LIGHT: ReadonlySet<string> = new Set(
  list(`colonia ejido poblado rancheria barrio fraccionamiento unidad habitacional seccion ciudad general doctor
  licenciado profesor congregacion villa centro salud ampliacion estacion doctora capitan ingeniero kilometro
  heroica pueblo zona localidad modulo nucleo nucleos basico basicos`),
);

/** Articles count for nothing when a name is looked for, but tell "La Unión" from "Unión". */
const ARTICLES: ReadonlySet<string> = new Set(['el', 'la', 'los', 'las', 'de', 'del', 'y', 'a', 'en', 'con']);

/** A whole text as words: short forms written out, numbers as figures. The same for names and for what people type. */
export function wordsOf(text: string): string[] {
  return writtenOut(plainWords(text));
}

/** The same for words already apart. */
export function writtenOut(plain: readonly string[]): string[] {
  const words = plain.flatMap((word) => SHORT_FORMS.get(word) ?? [word]);
  return words.map((word, at) => {
    if (/^\d/.test(word)) return word.replace(/^0+(?=\d)/, '');
    // "Iztapalapa I", but Francisco I. Madero.
    if (word === 'i' && at > 0 && words[at - 1] !== 'francisco' && words[at + 1] !== 'madero') return '1';
    return ROMAN.get(word) ?? ORDINAL_NUMBERS.get(word) ?? NUMBERS.get(sound(word)) ?? word;
  });
}

/** How much a word of a name weighs, from how many of `clinics` have it. */
export function weightOf(word: string, having: number, clinics: number): number {
  if (ARTICLES.has(word)) return 0.08;
  if (word === 'fovisste') return 2;
  const rarity = Math.log(Math.max(clinics, 3) / Math.max(having, 1));
  return LIGHT.has(word) ? 0.6 : Math.min(6, Math.max(0.8, rarity));
}
