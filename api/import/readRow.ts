import type { Recognised } from '../../domain/identification/codeList.ts';
import { refuseSerial, serialFindings } from '../../domain/identification/typedSerial.ts';
import type { Digest } from '../../domain/ports/system.ts';
import { isStorableText } from '../../domain/shared/safeText.ts';
import { type Absent, isAbsent } from '../../domain/shared/shape.ts';
import { readEffectiveTime } from '../../domain/time/effectiveTime.ts';
import type { RecordRequest } from '../../domain/usecases/recording.ts';
import type { MappedLength, MappedMoment, MappedParty, MappedValue, Mapping } from './mapping.ts';
import { createMomentReader } from './readMoment.ts';

/** The columns of a record; an NDJSON source may hold lists and objects, which are kept as written but are no value. */
export type SourceRow = { readonly [column: string]: string | object };
export type ReadRow =
  | {
      readonly kind: 'READ';
      readonly reference: string;
      readonly request: RecordRequest;
      readonly findings: ReadonlyArray<string>;
    }
  | {
      readonly kind: 'REFUSED';
      readonly reference?: string;
      readonly code: string;
      readonly detail: string;
      readonly column?: string;
    };

export type RowPorts = {
  readonly recogniseMaker: (raw: string) => Recognised;
  readonly recogniseCalibre: (raw: string) => Recognised;
  readonly digest: Digest;
  /** A digest that nobody without a secret of the ledger can try texts against. */
  readonly keyedDigest: Digest;
  readonly partyId: (register: string, kind: 'FIRM' | 'PERSON', name: string) => string;
  readonly recordedBy: RecordRequest['recordedBy'];
};

class Unreadable extends Error {
  readonly code: string;
  readonly column: string;
  constructor(code: string, column: string, detail: string) {
    super(detail);
    this.code = code;
    this.column = column;
  }
}

type Absences = Readonly<Record<string, Absent['absent']>>;

const mmPerUnit = { MM: 1, CM: 10, INCH: 25.4 } as const;

const partyColumns = ({ registered, transfer }: Mapping) =>
  [registered.responsible, ...(transfer === undefined ? [] : [transfer.supplier, transfer.acquirer])].flatMap(
    (from) => ('column' in from ? [from] : []),
  );

/** One row of the file as a request to the ledger, by the mapping alone: nothing is guessed, the text as written stays. */
export const createRowReader = (mapping: Mapping, ports: RowPorts) => {
  const parties = partyColumns(mapping);
  // Who a person is stands in the vault or nowhere, also where the mapping forgot to say that a column is personal.
  const personal = new Set([
    ...mapping.personal,
    ...parties.filter(({ kind }) => kind === 'PERSON').map(({ column }) => column),
  ]);
  const digest = personal.size === 0 && parties.length === 0 ? ports.digest : ports.keyedDigest;
  const readers = new Map<MappedMoment, (text: string) => string | undefined>();

  const cell = (row: SourceRow, column: string): string => {
    const text = Object.hasOwn(row, column) ? row[column] : undefined;
    if (text === undefined)
      throw new Unreadable('COLUMN_MISSING', column, `The row has no column "${column}".`);
    if (typeof text !== 'string')
      throw new Unreadable('VALUE_NESTED', column, 'The column holds a list or an object, not one value.');
    if (!isStorableText(text))
      throw new Unreadable('TEXT_NOT_STORABLE', column, 'The text holds U+0000 or broken characters.');
    return text;
  };
  // As maps: a cell that reads `constructor` is not an absence, and look-ups of ever new texts stay cheap.
  const absences = new Map<Absences, ReadonlyMap<string, Absent>>();
  const absentBy = (spellings: Absences): ReadonlyMap<string, Absent> => {
    const known = absences.get(spellings);
    if (known !== undefined) return known;
    const made = new Map(Object.entries(spellings).map(([text, absent]) => [text, { absent }]));
    absences.set(spellings, made);
    return made;
  };
  const absenceOf = (text: string, own: Absences | undefined): Absent | undefined =>
    (own === undefined ? undefined : absentBy(own).get(text)) ?? absentBy(mapping.absence).get(text);

  return (row: SourceRow): ReadRow => {
    const findings: string[] = [];
    const value = (from: MappedValue, name: string, max: number): string | Absent => {
      if ('absent' in from) return { absent: from.absent };
      if ('constant' in from) return from.constant;
      const text = cell(row, from.column);
      const absent = absenceOf(text, from.absence);
      if (absent !== undefined) return absent;
      const tidy = text.replace(/\s+/g, ' ').trim();
      if (tidy === '')
        throw new Unreadable(
          'VALUE_MISSING',
          from.column,
          `The ${name} is empty. Name the absence in the mapping if that is lawful.`,
        );
      if (tidy !== text && !findings.includes('TEXT_TIDIED')) findings.push('TEXT_TIDIED');
      // An earlier program put U+FFFD where it could not read: the file itself does not say any more what stood there.
      if (tidy.includes('\ufffd')) findings.push('CHARACTERS_LOST');
      if (tidy.length > max)
        throw new Unreadable('VALUE_TOO_LONG', from.column, `The ${name} is longer than ${max} characters.`);
      return tidy;
    };
    const momentOf = (from: MappedMoment): string => {
      if ('constant' in from) return from.constant;
      const reader = readers.get(from) ?? createMomentReader(from.format, from.firstYear);
      readers.set(from, reader);
      const text = cell(row, from.column);
      const read = reader(text.trim());
      if (read === undefined)
        throw new Unreadable(
          'DATE_UNREADABLE',
          from.column,
          `"${text.slice(0, 40)}" is not a date of the form ${from.format}.`,
        );
      return read;
    };
    const party = (from: MappedParty): string | Absent => {
      if ('absent' in from) return { absent: from.absent };
      const text = cell(row, from.column);
      // A spelling for "no value" is nobody's name: all firearms without a known holder would be one party's.
      const absent = absenceOf(text, from.absence);
      if (absent !== undefined) return { absent: absent.absent === 'NONE' ? 'NONE' : 'UNKNOWN' };
      const name = text.trim();
      return name === '' ? { absent: 'UNKNOWN' } : ports.partyId(mapping.register, from.kind, name);
    };
    const lengthOf = (from: MappedLength | undefined): number | undefined => {
      if (from === undefined) return undefined;
      const text = cell(row, from.column);
      if (absenceOf(text, from.absence) !== undefined) return undefined;
      const mm = /^\d{1,4}([.,]\d{1,3})?$|^[.,]\d{1,3}$/.test(text)
        ? Math.round(Number(text.replace(',', '.')) * mmPerUnit[from.unit])
        : Number.NaN;
      if (mm >= 1 && mm <= 3000) return mm;
      findings.push('BARREL_LENGTH_UNREADABLE');
      return undefined;
    };

    let reference: string | undefined;
    try {
      reference = cell(row, mapping.reference).trim();
      if (reference === '' || reference.length > 100)
        throw new Unreadable(
          'REFERENCE_MISSING',
          mapping.reference,
          'Each record needs a reference of 1 to 100 characters.',
        );
      const { identity: from } = mapping;
      const serialRaw = value(from.serialRaw, 'serial number', 40);
      const model = value(from.model, 'model', 120);
      const modelCode = from.modelCode === undefined ? undefined : value(from.modelCode, 'model code', 60);
      if (isAbsent(serialRaw)) findings.push(`SERIAL_${serialRaw.absent}`);
      else {
        const refused = refuseSerial(serialRaw);
        if (refused !== undefined)
          throw new Unreadable(
            `SERIAL_${refused.reason}`,
            'column' in from.serialRaw ? from.serialRaw.column : mapping.reference,
            refused.hint,
          );
        findings.push(
          ...serialFindings(
            serialRaw,
            [model, modelCode].filter((each) => typeof each === 'string'),
          ),
        );
      }
      const make = value(from.make, 'make', 120);
      const maker = isAbsent(make) ? undefined : ports.recogniseMaker(make);
      if (isAbsent(make)) findings.push(`MAKE_${make.absent}`);
      else if (maker?.kind !== 'RECOGNISED') findings.push(`MAKE_${maker?.kind ?? 'NOT_LISTED'}`);
      const calibreText = value(from.calibre, 'calibre', 40);
      const calibre = isAbsent(calibreText) ? undefined : ports.recogniseCalibre(calibreText);
      if (isAbsent(calibreText)) findings.push(`CALIBRE_${calibreText.absent}`);
      else if (calibre?.kind !== 'RECOGNISED') findings.push(`CALIBRE_${calibre?.kind ?? 'NOT_LISTED'}`);
      const finish = from.finish === undefined ? undefined : value(from.finish, 'finish', 60);
      const barrelLengthMm = lengthOf(from.barrelLengthMm);
      const plain = (mapped: MappedValue, name: string): string | Absent => value(mapped, name, 40);
      const written = JSON.stringify(row);
      const sha = digest(written);
      const responsible = party(mapping.registered.responsible);
      const confidence = [
        ...(isAbsent(make) || maker?.kind === 'RECOGNISED' ? [] : [{ field: 'make', level: 'MEDIUM' }]),
        ...(isAbsent(calibreText) || calibre?.kind === 'RECOGNISED'
          ? []
          : [{ field: 'calibre', level: 'MEDIUM' }]),
      ];
      const source = {
        documentSha256: sha,
        kind: 'LEGACY_IMPORT' as const,
        ref: `${mapping.register}/${reference}`.slice(0, 140),
      };
      const timeOf = (written: string) => {
        const time = readEffectiveTime(written, mapping.zone);
        if (time === undefined)
          throw new Unreadable('DATE_UNREADABLE', mapping.reference, `"${written}" is not a date.`);
        return time;
      };
      // In the order of the canonical text, which then needs no sorting.
      const digitised = {
        asWritten:
          personal.size === 0
            ? written
            : JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => !personal.has(name)))),
        confidence,
        ...(findings.length === 0 ? {} : { findings: [...new Set(findings)] }),
        identity: {
          action: plain(from.action, 'action'),
          ...(barrelLengthMm === undefined ? {} : { barrelLengthMm }),
          bore: plain(from.bore, 'bore'),
          calibre: isAbsent(calibreText)
            ? calibreText
            : [{ ...(calibre?.kind === 'RECOGNISED' ? { code: calibre.code } : {}), raw: calibreText }],
          category: plain(from.category, 'category'),
          countryOfManufacture: plain(from.countryOfManufacture, 'country'),
          ...(typeof finish === 'string' ? { finish } : {}),
          ignition: plain(from.ignition, 'ignition'),
          make,
          ...(maker?.kind === 'RECOGNISED' ? { manufacturerCode: maker.code } : {}),
          model,
          ...(typeof modelCode === 'string' ? { modelCode } : {}),
          serialRaw,
          subcategory: plain(from.subcategory, 'subcategory'),
          type: plain(from.type, 'type'),
        },
        partyRole: mapping.registered.partyRole,
        responsiblePartyId: responsible,
        scanSha256: sha,
        sourceRef: reference,
        sourceRegister: mapping.register,
      };
      const { transfer } = mapping;
      const entries: RecordRequest['entries'] = [
        {
          type: 'LegacyRecordDigitised',
          effectiveAt: timeOf(momentOf(mapping.registered.effectiveAt)),
          payload: digitised,
          source,
          contentDigest: sha,
        },
        ...(transfer === undefined
          ? []
          : [
              {
                type: 'FirearmTransferred',
                effectiveAt: timeOf(momentOf(transfer.effectiveAt)),
                payload: {
                  acquirerAuthorisationId: { absent: 'UNKNOWN' },
                  acquirerId: party(transfer.acquirer),
                  channel: transfer.channel,
                  reportingSide: transfer.reportingSide,
                  supplierId: party(transfer.supplier),
                  transferKind: transfer.transferKind,
                },
                source,
                contentDigest: sha,
              },
            ]),
      ];
      return {
        kind: 'READ',
        reference,
        findings: [...new Set(findings)],
        request: {
          subject: { kind: 'firearm' },
          idempotencyKey: `import ${mapping.register} ${reference}`,
          recordedBy: ports.recordedBy,
          entries,
        },
      };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return {
        kind: 'REFUSED',
        ...(reference === undefined ? {} : { reference }),
        code: error.code,
        detail: error.message,
        column: error.column,
      };
    }
  };
};
