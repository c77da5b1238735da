import { isIP } from 'node:net';
import type { Config } from './config.ts';

type Http = Pick<Config, 'HTTP_TRUSTED_PROXIES' | 'HTTP_KEEP_ALIVE_SECONDS' | 'HTTP_REQUEST_SECONDS'>;

/** How the gateway treats connections. */
export function httpFrom(config: Http) {
  return {
    trustedProxies: proxiesIn(config),
    keepAliveSeconds: config.HTTP_KEEP_ALIVE_SECONDS,
    requestSeconds: config.HTTP_REQUEST_SECONDS,
  };
}

export function proxyProblems(config: Pick<Http, 'HTTP_TRUSTED_PROXIES'>): readonly string[] {
  return proxiesIn(config).every(isNetwork)
    ? []
    : ['HTTP_TRUSTED_PROXIES must be addresses or networks (CIDR) with commas between'];
}

function proxiesIn({ HTTP_TRUSTED_PROXIES: list }: Pick<Http, 'HTTP_TRUSTED_PROXIES'>): readonly string[] {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const longest = { 4: 32, 6: 128 }[isIP(address)];
  if (longest === undefined || more.length > 0) return false;
  return bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= longest);
}
