import { type Mapping, mappingSchema } from '../../api/import/mapping.ts';

const absent = { absent: 'UNKNOWN' } as const;

/** The mapping of a small register of which little is known but the numbers, with what a test needs besides. */
export const oldBook = ({
  identity,
  responsible,
  ...more
}: {
  readonly identity: object;
  readonly responsible: object;
  readonly absence?: object;
}): Mapping =>
  mappingSchema.parse({
    register: 'OLD-BOOK',
    format: 'csv',
    zone: 'Europe/Belgrade',
    reference: 'No',
    identity: {
      type: absent,
      model: absent,
      calibre: absent,
      serialRaw: { column: 'Serial' },
      countryOfManufacture: absent,
      action: absent,
      bore: absent,
      ignition: absent,
      category: absent,
      subcategory: absent,
      ...identity,
    },
    registered: { effectiveAt: { constant: 'UNKNOWN' }, responsible, partyRole: 'HOLDER' },
    ...more,
  });
