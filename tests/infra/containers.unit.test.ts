import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Commands, createProgram } from '../../api/cli/program.ts';
import { readConfig, settingNames } from '../../infra/config.ts';

const text = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

type Service = {
  readonly build?: string;
  readonly image?: string;
  readonly entrypoint?: ReadonlyArray<string> | string;
  readonly command?: ReadonlyArray<string>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: ReadonlyArray<string>;
  readonly volumes?: ReadonlyArray<string>;
  readonly ports?: ReadonlyArray<string>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly deploy?: { readonly replicas: number };
  readonly restart?: string;
  readonly cap_drop?: ReadonlyArray<string>;
  readonly security_opt?: ReadonlyArray<string>;
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly environment: string }>>;
};
const source = text('docker-compose.yml');
const compose = parse(source, { merge: true }) as Compose;
const dockerfile = text('Dockerfile');
const services = Object.entries(compose.services);
const own = services.filter(([, { build }]) => build !== undefined);
const signing = ['signing-key', 'signer'];

/** What a command line calls, if the program knows it. */
const calledBy = async (args: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const called: string[] = [];
  const commands = new Proxy({} as Commands, {
    get: (_target, name) => async () => {
      called.push(String(name));
    },
  });
  await createProgram(commands).parseAsync(['node', 'ledger', ...args]);
  return called;
};
/** Command lines of the ledger in a service: its own, or what the shell of its entry point runs. */
const commandLines = ({ entrypoint, command }: Service): ReadonlyArray<ReadonlyArray<string>> => {
  if (entrypoint === undefined) return [command ?? ['serve']];
  return [...(command ?? []).join(' ').matchAll(/api\/cli\/ledger\.js ([a-z -]+)/g)].map(([, line]) =>
    (line ?? '').trim().split(' '),
  );
};
const mounts = ({ volumes }: Service): ReadonlyArray<{ name: string; target: string; readOnly: boolean }> =>
  (volumes ?? []).map((volume) => {
    const [name = '', target = '', mode] = volume.split(':');
    return { name, target, readOnly: mode === 'ro' };
  });
/** Variables that a file takes from the environment; `:?` asks for one. */
const variables = [...source.matchAll(/(?<!\$)\$\{([A-Z_]+)(:?[?-])?/g)].map(([, name = '', how = '']) => ({
  name,
  required: how.endsWith('?'),
}));

describe('docker-compose.yml and Dockerfile', () => {
  test('every setting that a container of the ledger gets is one that the program reads', () => {
    const set = own.flatMap(([, { environment }]) => Object.keys(environment ?? {}));
    const inImage = (/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? '')
      .split(' ')
      .map((each) => each.split('=')[0] ?? '');
    expect(inImage).toContain('LEDGER_HOST');
    expect([...set, ...inImage].filter((name) => !settingNames.includes(name))).toEqual([]);
  });

  test.each(own)(
    '%s gets settings that the program accepts, and runs a command that it has',
    async (_, service) => {
      const given = Object.fromEntries(
        Object.entries(service.environment ?? {}).map(([name, value]) => [
          name,
          value
            .replaceAll(/\$\{[A-Z_]+:\?[^}]*\}/g, 'https://a.example')
            .replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1'),
        ]),
      );
      const database = 'postgresql://ledger:secret@database:5432/ledger';
      const eventStore = 'esdb://admin:secret@eventstore:2113?tlsCaFile=/certificates/ca.crt';
      const config = readConfig({
        ...given,
        DATABASE_URL: database,
        EVENT_STORE_URL: eventStore,
        LEDGER_HOST: '0.0.0.0',
        NODE_ENV: 'production',
      });
      expect(config.databaseUrl).toBe(database);
      for (const line of commandLines(service)) expect(await calledBy(line), line.join(' ')).toHaveLength(1);
      expect(commandLines(service)).not.toEqual([]);
    },
  );

  test('volumes, secrets and services that are named exist, and each volume and secret is used', () => {
    const used = services.flatMap(([, service]) => mounts(service).map(({ name }) => name));
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
    const secrets = services.flatMap(([, service]) => service.secrets ?? []);
    expect([...new Set(secrets)].sort()).toEqual(Object.keys(compose.secrets).sort());
    for (const [name, { depends_on }] of services)
      for (const [needed, { condition }] of Object.entries(depends_on ?? {})) {
        const service = compose.services[needed];
        expect(service, `${name} needs ${needed}`).toBeDefined();
        if (condition === 'service_healthy') expect(service?.healthcheck, needed).toBeDefined();
        if (condition === 'service_completed_successfully')
          expect(service?.restart ?? 'no', needed).toBe('no');
      }
  });

  test('the key of the transparency log is where its volume is, and only where it is made and used', () => {
    for (const [name, service] of services) {
      const file = service.environment?.['LEDGER_LOG_KEY_FILE'];
      const mounted = mounts(service).filter(({ name: volume }) => volume === 'signing');
      expect([name, file !== undefined, mounted.length]).toEqual([
        name,
        signing.includes(name),
        signing.includes(name) ? 1 : 0,
      ]);
      for (const { target, readOnly } of mounted) {
        // The state beside the key is written before a checkpoint is published.
        expect([file?.startsWith(`${target}/`), readOnly]).toEqual([true, false]);
        expect(dockerfile).toMatch(new RegExp(`install -d -o ledger -g ledger -m 700 ${target}\\n`));
      }
    }
    expect(compose.services['signer']?.deploy).toEqual({ replicas: 1 });
    expect(compose.services['signer']?.depends_on?.['signing-key']?.condition).toBe(
      'service_completed_successfully',
    );
  });

  test('containers of the ledger have no more rights than they need', () => {
    expect(dockerfile).toMatch(/^USER ledger$/m);
    for (const [name, service] of own) {
      expect([name, service.cap_drop, service.security_opt]).toEqual([
        name,
        ['ALL'],
        ['no-new-privileges:true'],
      ]);
      const writable = mounts(service).filter(({ readOnly }) => !readOnly);
      expect(
        writable.map(({ name: volume }) => volume),
        name,
      ).toEqual(signing.includes(name) ? ['signing'] : []);
    }
    for (const port of services.flatMap(([, { ports }]) => ports ?? []))
      expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('the page about it names every variable that it asks for', () => {
    const page = text('docs/eventstoredb.md');
    const secrets = Object.values(compose.secrets).map(({ environment }) => environment);
    const asked = [...variables.filter(({ required }) => required).map(({ name }) => name), ...secrets];
    expect(asked).toContain('LEDGER_VAULT_KEY');
    expect([...new Set(asked)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
