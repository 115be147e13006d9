import type { AppliedMark } from '../firearm/identity.ts';
import { primaryLocations } from '../firearm/identity.ts';
import type { Policy } from '../policy/policy.ts';
import { assertNever } from '../shared/assertNever.ts';
import type { Refusal } from '../shared/refusal.ts';
import { faultIf } from './fault.ts';

type Carried = Pick<AppliedMark, 'carrier' | 'frameMaterial'> & { readonly location: string };

const isAccepted = (carrier: AppliedMark['carrier'], equivalentAllowed: boolean): boolean => {
  switch (carrier) {
    case 'METAL_PLATE':
    case 'EMBEDDED_PLATE':
      return true;
    case 'EQUIVALENT':
      return equivalentAllowed;
    case 'METAL':
    case 'NON_METAL':
      return false;
    default:
      return assertNever(carrier);
  }
};

/**
 * A non-metallic frame or receiver of a kind that policy names carries an embedded metal plate, or an equivalent
 * technique where that is allowed (2019/68 annex; REQ-MRK-06). A mark in bare non-metal tells the material by itself.
 */
export const plateFaults = (
  mark: Carried,
  { embeddedPlate }: Pick<Policy, 'embeddedPlate'>,
  pointer: string,
): ReadonlyArray<Refusal> => {
  const { frameMaterial, carrier, location } = mark;
  const concerned =
    primaryLocations.has(location) &&
    embeddedPlate.kinds.some((kind) => kind === location) &&
    (frameMaterial === undefined
      ? carrier === 'NON_METAL' && embeddedPlate.materials.some((material) => material !== 'METAL')
      : embeddedPlate.materials.includes(frameMaterial));
  return faultIf(
    concerned && !isAccepted(carrier, embeddedPlate.equivalentAllowed),
    `${pointer}/carrier`,
    embeddedPlate.equivalentAllowed
      ? 'A frame or receiver of this material carries an embedded METAL_PLATE or an EQUIVALENT technique. State which.'
      : 'A frame or receiver of this material carries an embedded METAL_PLATE. Embed one and mark it.',
  );
};
