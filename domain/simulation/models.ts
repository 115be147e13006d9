import type { Random } from './random.ts';

/** A make and model with the facts that decide its category (Annex I Part II). */
export type Model = {
  readonly type: string;
  readonly make: string;
  readonly manufacturerCode: string;
  readonly model: string;
  readonly calibre: { readonly raw: string; readonly code: string };
  readonly countryOfManufacture: string;
  readonly action: string;
  readonly bore: string;
  readonly barrelLengthMm: number;
  readonly overallLengthMm: number;
  readonly chambers: number;
  readonly deviceCapacity: number;
  readonly category: 'B' | 'C';
  readonly subcategory: string;
};

const pistol = (make: string, code: string, model: string, country: string): Model => ({
  type: 'PISTOL',
  make,
  manufacturerCode: code,
  model,
  calibre: { raw: '9 mm Luger', code: '9LUGER' },
  countryOfManufacture: country,
  action: 'SEMI_AUTO',
  bore: 'RIFLED',
  barrelLengthMm: 112,
  overallLengthMm: 198,
  chambers: 1,
  deviceCapacity: 15,
  category: 'B',
  subcategory: 'B5',
});
const rifle = (
  make: string,
  code: string,
  model: string,
  country: string,
  calibre: Model['calibre'],
): Model => ({
  type: 'RIFLE',
  make,
  manufacturerCode: code,
  model,
  calibre,
  countryOfManufacture: country,
  action: 'REPEATING_BOLT',
  bore: 'RIFLED',
  barrelLengthMm: 600,
  overallLengthMm: 1120,
  chambers: 1,
  deviceCapacity: 5,
  category: 'C',
  subcategory: 'C1',
});

const domestic: ReadonlyArray<readonly [Model, number]> = [
  [pistol('Zastava', 'ZASTAVA', 'CZ 99', 'RS'), 5],
  [rifle('Zastava', 'ZASTAVA', 'M70', 'RS', { raw: '8 x 57 IS', code: '8X57IS' }), 5],
];
const foreign: ReadonlyArray<readonly [Model, number]> = [
  [pistol('Glock', 'GLOCK', '17', 'AT'), 6],
  [pistol('HS Produkt', 'HS_PRODUKT', 'XDM-9', 'HR'), 3],
  [
    {
      ...pistol('Smith & Wesson', 'SMITH_WESSON', '686', 'US'),
      type: 'REVOLVER',
      calibre: { raw: '.357 Magnum', code: '357MAG' },
      action: 'REVOLVING',
      chambers: 6,
      deviceCapacity: 0,
      subcategory: 'B1',
    },
    2,
  ],
  [rifle('Steyr Mannlicher', 'STEYR', 'Classic', 'AT', { raw: '.308 Win.', code: '308WIN' }), 5],
  [
    {
      ...rifle('Beretta', 'BERETTA', 'A400', 'IT', { raw: '12/70', code: '12-70' }),
      type: 'SHOTGUN',
      action: 'SEMI_AUTO',
      bore: 'SMOOTH',
      barrelLengthMm: 710,
      overallLengthMm: 1270,
      deviceCapacity: 3,
      category: 'B',
      subcategory: 'B4',
    },
    3,
  ],
];

const fallback = pistol('Zastava', 'ZASTAVA', 'CZ 99', 'RS');
export const domesticModel = (random: Random): Model => random.weighted(domestic) ?? fallback;
export const anyModel = (random: Random): Model => random.weighted([...domestic, ...foreign]) ?? fallback;
export const foreignModel = (random: Random): Model => random.weighted(foreign) ?? fallback;

/** Serial numbers run within a district and a seed, so that equal ones are rare but happen over makers (HC-07). */
export const serialOf = (random: Random): string =>
  `${random.pick(['A', 'B', 'K', 'M', 'S', 'T'])}${random.pick(['C', 'E', 'F', 'R', 'Z'])} ${random.between(10_000, 999_999)}`;

export const primaryLocation = ({ type }: Model): 'FRAME' | 'RECEIVER' =>
  type === 'PISTOL' || type === 'REVOLVER' ? 'FRAME' : 'RECEIVER';

/** The identity block of a firearm of this model. */
export const identityOf = (model: Model, serialRaw: unknown, yearOfManufacture?: number) => {
  const { calibre, ...rest } = model;
  return {
    ...rest,
    calibre: [calibre],
    serialRaw,
    ...(yearOfManufacture === undefined ? {} : { yearOfManufacture }),
    ignition: 'CENTREFIRE',
  };
};
