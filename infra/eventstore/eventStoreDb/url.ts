import { isLoopback } from '../../loopback.ts';

/** Form of EVENT_STORE_URL, for messages: never the value, it may hold a password. */
const form = 'esdb://USER:PASSWORD@HOST:2113 or esdb+discover://USER:PASSWORD@NAME:2113';

/** What is wrong with the address of an event store and the way out; undefined when it can be used. */
export const urlFault = (url: string, production: boolean): string | undefined => {
  const parts = /^esdb(?:\+discover)?:\/\/(?:([^@/]*)@)?([^/?]+)\/?(?:\?(.*))?$/.exec(url);
  if (parts === null) return `has the form ${form}`;
  const [, credentials, hosts = '', query = ''] = parts;
  const options = new Map(
    query.split('&').map((pair): [string, string] => {
      const [name = '', value = ''] = pair.split('=');
      return [name.toLowerCase(), value.toLowerCase()];
    }),
  );
  if (options.get('throwonappendfailure') === 'false')
    return 'must not say throwOnAppendFailure=false: the client then gives a wrong revision for a refused append';
  const insecure = options.get('tls') === 'false';
  const away = hosts.split(',').filter((host) => !isLoopback(host.replace(/:\d+$/, '')));
  if (insecure && credentials !== undefined && away.length > 0)
    return 'names a user with tls=false: the client would drop the password without a word and everything would go over the network in clear. Leave tls=false out, or the user where the server needs none';
  if (insecure && production && away.length > 0)
    return 'says tls=false for another machine, which NODE_ENV=production does not allow: the log would go over the network in clear, and the server would take appends from anybody';
  return undefined;
};

/** The address for people: hosts only. */
export const placeOf = (url: string): string =>
  url.replace(/^([a-z+]+:\/\/)[^@/]*@/i, '$1').replace(/\?.*$/, '');

/** What to tell whoever runs the ledger about an address that is usable all the same. */
export const urlWarnings = (url: string): ReadonlyArray<string> => {
  if (!/[?&]tls=false/i.test(url)) return [];
  return [
    'EVENT_STORE_URL says tls=false: the log goes over the connection in clear, and the server takes appends from anybody who reaches it',
    ...(/^[a-z+]+:\/\/[^@/]*@/i.test(url)
      ? ['EVENT_STORE_URL names a user with tls=false: the client sends no password without TLS']
      : []),
  ];
};
