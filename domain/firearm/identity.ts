import { country, docRef, reference } from '../shared/commonFields.ts';
import type { ValueOf } from '../shared/shape.ts';
import { coded, decimal, flag, integer, list, oneOf, optional, record, text } from '../shared/shape.ts';

/** Code lists of `identification-and-codes.md` sections 2 and 3, and of catalogue 3.1. */
export const firearmTypes = [
  'PISTOL',
  'REVOLVER',
  'RIFLE',
  'CARBINE',
  'SHOTGUN',
  'COMBINATION',
  'SUBMACHINE_GUN',
  'MACHINE_GUN',
  'ASSAULT_RIFLE',
  'DERRINGER',
  'SIGNAL_CONVERTED',
  'PRIVATELY_MADE_OTHER',
  'COMPONENT',
] as const;
export const actions = [
  'AUTOMATIC',
  'SEMI_AUTO',
  'REPEATING_BOLT',
  'REPEATING_LEVER',
  'REPEATING_PUMP',
  'REVOLVING',
  'SINGLE_SHOT',
  'BREAK_OPEN',
  'MUZZLE_LOADING',
] as const;
export const subcategories = [
  'A1',
  'A2',
  'A3',
  'A4',
  'A5',
  'A6',
  'A7a',
  'A7b',
  'A8',
  'A9',
  'B1',
  'B2',
  'B3',
  'B4',
  'B5',
  'B6',
  'B7',
  'B8',
  'B9',
  'C1',
  'C2',
  'C3',
  'C4',
  'C5',
  'C6',
  'C7',
] as const;
export const markLocations = [
  'FRAME',
  'RECEIVER',
  'RECEIVER_UPPER',
  'RECEIVER_LOWER',
  'SLIDE',
  'BARREL',
  'BOLT',
  'BREECH_BLOCK',
  'CYLINDER',
] as const;
/** Material of a frame or receiver, as far as the duty of an embedded plate asks (REQ-MRK-06). */
export const frameMaterials = ['METAL', 'POLYMER', 'COMPOSITE', 'CERAMIC', 'OTHER_NON_METALLIC'] as const;
/** Locations whose mark identifies the firearm; marks elsewhere are secondary (identification 2). */
export const primaryLocations: ReadonlySet<string> = new Set([
  'FRAME',
  'RECEIVER',
  'RECEIVER_LOWER',
  'RECEIVER_UPPER',
]);

const serialRaw = coded(text(40, 'serial number exactly as read, any script', 'AB 12345'));

export const calibre = record(
  {
    raw: text(40, 'calibre as marked', '9 mm Luger'),
    code: optional(text(40, 'code of the calibre list', 'CIP:9-MM-LUGER')),
    barrelPosition: optional(text(20, 'which barrel, where there are several', 'UPPER')),
  },
  'one calibre',
  'Calibre',
);

/** The identity block of Dir. 4(5)(a) (catalogue section 3): what the firearm is, as recorded. */
export const identity = record(
  {
    type: coded(oneOf(firearmTypes, 'kind of firearm')),
    make: coded(text(120, 'maker or brand as read', 'Zastava')),
    manufacturerCode: optional(text(40, 'code of the maker list', 'ZASTAVA')),
    model: coded(text(120, 'model as read', 'M57')),
    modelCode: optional(text(60, 'code or number of the model', 'M57-A')),
    calibre: coded(list(calibre, 1, 4, 'calibres, one a barrel')),
    serialRaw,
    yearOfManufacture: optional(integer(1700, 2200, 'year of manufacture', 1987)),
    countryOfManufacture: coded(country('country of manufacture')),
    action: coded({ ...oneOf(actions, 'action'), example: 'SEMI_AUTO' }),
    bore: coded({ ...oneOf(['SMOOTH', 'RIFLED', 'COMBINED'], 'bore'), example: 'RIFLED' }),
    barrelLengthMm: optional(integer(1, 3000, 'barrel length in mm', 116)),
    overallLengthMm: optional(integer(1, 3000, 'overall length in mm', 200)),
    minLengthMm: optional(integer(1, 3000, 'shortest length in mm, stock folded', 200)),
    chambers: optional(integer(0, 500, 'number of chambers', 1)),
    deviceCapacity: optional(integer(0, 500, 'rounds in the loading device', 9)),
    loadingDeviceDetachable: optional(flag('whether the loading device comes off')),
    ignition: coded(oneOf(['CENTREFIRE', 'RIMFIRE', 'PERCUSSION', 'OTHER'], 'ignition')),
    finish: optional(text(60, 'finish', 'Blued')),
    convertedFromAlarm: optional({
      ...flag('whether it was an alarm or signal weapon and was converted to fire projectiles (Dir. 14)'),
      example: false,
    }),
    // The example of a whole identity is a pistol that somebody may lawfully have.
    category: coded({ ...oneOf(['A', 'B', 'C', 'LEGACY_D'], 'category of Annex I'), example: 'B' }),
    subcategory: coded({ ...oneOf(subcategories, 'subcategory of Annex I'), example: 'B5' }),
  },
  'what the firearm is (Dir. 4(5)(a))',
  'Identity',
);
export type Calibre = ValueOf<typeof calibre>;
export type Identity = ValueOf<typeof identity>;

/** The mark on the primary part as a register or a dealer states it. */
export const frameMark = record(
  {
    location: oneOf(['FRAME', 'RECEIVER', 'RECEIVER_UPPER', 'RECEIVER_LOWER'], 'part that carries the mark'),
    serialRaw,
    year: optional(integer(1700, 2200, 'year of manufacture in the mark', 2025)),
    yearInSerial: optional(flag('whether the serial number contains the year')),
    charHeightMm: optional(decimal(0.1, 50, 1, 'height of the characters in mm', 2.5)),
    depthMm: optional(decimal(0, 5, 4, 'depth of the characters in mm', 0.1)),
  },
  'mark on the frame or receiver (Dir. 4(2))',
  'FrameMark',
);
export type FrameMark = ValueOf<typeof frameMark>;

/** A mark as an officer saw it on an object of which nothing else may be known. */
export const markSeen = record(
  {
    location: coded(oneOf(markLocations, 'part that carries the mark')),
    serialRaw,
    manufacturer: optional(text(120, 'maker as read', 'Zastava')),
    calibre: optional(text(40, 'calibre as read', '7,62x25')),
  },
  'a mark as seen',
  'MarkSeen',
);

/** A mark as applied, with the technical parameters of 2019/68 (identification 1.1, 1.2). */
export const appliedMark = record(
  {
    elements: record(
      {
        manufacturer: text(120, 'maker or brand', 'Zastava'),
        country: optional(country('country of manufacture')),
        place: optional(text(120, 'place of manufacture', 'Kragujevac')),
        serialRaw: text(40, 'serial number', 'AB 12345'),
        year: optional(integer(1700, 2200, 'year of manufacture', 2025)),
        yearInSerial: optional(flag('whether the serial number contains the year')),
        model: optional(text(120, 'model', 'M57')),
        calibre: optional(text(40, 'calibre', '9 mm Luger')),
        transferringEntity: optional(text(120, 'State body that gave it away (REQ-MRK-07)', 'Army')),
      },
      'what the mark says',
      'MarkElements',
    ),
    purpose: oneOf(['MANUFACTURE', 'STATE_TRANSFER'], 'original mark, or mark of transfer from State stock'),
    location: oneOf(markLocations, 'part that carries the mark'),
    componentId: optional(reference('component, where it is an object of its own')),
    alphabet: oneOf(['LATIN', 'CYRILLIC', 'GREEK'], 'alphabet'),
    numerals: oneOf(['ARABIC', 'ROMAN'], 'numerals'),
    charHeightMm: decimal(0.1, 50, 1, 'height of the characters in mm', 2.5),
    depthMm: decimal(0, 5, 4, 'depth of the characters in mm', 0.1),
    // EMBEDDED_PLATE is the earlier name of METAL_PLATE and stays readable.
    carrier: oneOf(
      ['METAL', 'EMBEDDED_PLATE', 'NON_METAL', 'METAL_PLATE', 'EQUIVALENT'],
      'what carries the mark: the metal or other material itself, an embedded plate, an equivalent technique',
    ),
    method: oneOf(['STAMP', 'LASER', 'DOT_PEEN', 'ENGRAVE', 'CAST', 'PLATE', 'OTHER'], 'how it was applied'),
    frameMaterial: optional(oneOf(frameMaterials, 'material of the frame or receiver')),
    reduced: optional(flag('whether the mark is shortened because the component is too small')),
    reducedReason: optional(text(200, 'why the full mark does not fit', 'No surface of 8 mm')),
    markRegime: optional(oneOf(['DIRECTIVE', 'HISTORIC_NATIONAL'], 'which rules the mark follows')),
    regimeDecision: optional(docRef('decision that the firearm is historic')),
  },
  'the mark applied (Dir. 4(1)-(2); 2019/68)',
  'AppliedMark',
);
export type AppliedMark = ValueOf<typeof appliedMark>;
