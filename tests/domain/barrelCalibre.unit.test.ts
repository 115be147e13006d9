import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  sameCalibres,
  withBarrel,
  withBarrelReplaced,
  withoutBarrel,
} from '../../domain/firearm/barrelCalibre.ts';
import type { Calibre } from '../../domain/firearm/identity.ts';

const luger: Calibre = { raw: '9 mm Luger', code: 'CIP:9-MM-LUGER' };
const para: Calibre = { raw: '9 Para', code: 'CIP:9-MM-LUGER' };
const lr: Calibre = { raw: '.22 LR' };
const upper: Calibre = { raw: '12/70', barrelPosition: 'UPPER' };
const lower: Calibre = { raw: '.308 Win.', barrelPosition: 'LOWER' };
const unknown = { absent: 'UNKNOWN' } as const;

describe('identification 5.2 rule 5: the barrel makes the calibre', () => {
  test('a replaced barrel brings its calibre and takes the old one', () => {
    expect(withBarrelReplaced([luger], luger, lr, [])).toEqual([lr]);
    expect(withBarrelReplaced([para], luger, lr, [])).toEqual([lr]);
  });
  test('the other barrel of a combination keeps its own', () => {
    expect(
      withBarrelReplaced([upper, lower], lower, { raw: '.30-06', barrelPosition: 'LOWER' }, [upper]),
    ).toEqual([upper, { raw: '.30-06', barrelPosition: 'LOWER' }]);
    expect(withBarrelReplaced([luger, lr], luger, lr, [luger])).toEqual([luger, lr]);
  });
  test('a barrel of unknown calibre leaves the calibre unknown, never the old one', () => {
    expect(withBarrelReplaced([luger], luger, unknown, [])).toEqual(unknown);
    expect(withBarrel([luger], unknown, [])).toEqual(unknown);
  });
  test('a second barrel adds its calibre, an only one replaces it, a removed one leaves the last known', () => {
    expect(withBarrel([luger], lr, [])).toEqual([lr]);
    expect(withBarrel([luger], lr, [luger])).toEqual([luger, lr]);
    expect(withoutBarrel([luger, lr], lr, [luger])).toEqual([luger]);
    expect(withoutBarrel([luger], luger, [])).toEqual([luger]);
  });
  test('a barrel that was recorded under another calibre gives way all the same', () => {
    expect(withBarrelReplaced([luger], { raw: '.32 ACP' }, lr, [])).toEqual([lr]);
  });

  test('another writing of one calibre is no change, another position is', () => {
    expect(sameCalibres([luger], [para])).toBe(true);
    expect(sameCalibres([luger], [lr])).toBe(false);
    expect(sameCalibres([upper], [lower])).toBe(false);
    expect(sameCalibres([luger], unknown)).toBe(false);
  });

  const calibre = fc.constantFrom(luger, para, lr, upper, lower);
  const calibres = fc.uniqueArray(calibre, { minLength: 1, maxLength: 4, selector: ({ raw }) => raw });
  test('whatever barrels: the new calibre is there, the list holds one to four', () => {
    fc.assert(
      fc.property(
        calibres,
        calibre,
        calibre,
        fc.array(calibre, { maxLength: 2 }),
        (recorded, out, fitted, others) => {
          for (const after of [
            withBarrelReplaced(recorded, out, fitted, others),
            withBarrel(recorded, fitted, others),
          ]) {
            if ('absent' in after) throw new Error('known calibres became unknown');
            expect(after).toContainEqual(fitted);
            expect(after.length).toBeGreaterThanOrEqual(1);
            expect(after.length).toBeLessThanOrEqual(4);
          }
        },
      ),
    );
  });
  test('the old calibre is gone unless the new or another barrel has it', () => {
    fc.assert(
      fc.property(fc.constantFrom(luger, lr), fc.constantFrom(luger, lr), (out, fitted) => {
        const after = withBarrelReplaced([out], out, fitted, []);
        expect(after).toEqual([fitted]);
      }),
    );
  });
});
