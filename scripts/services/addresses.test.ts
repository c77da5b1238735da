import { describe, expect, it } from 'vitest';
import { givenAddresses } from './services.ts';

const databaseUrl = 'postgresql://a:b@db/hub';

describe('the addresses of the services', () => {
  it('are those of the environment when it names both', () => {
    const given = {
      DATABASE_URL: databaseUrl,
      AMQP_URL: 'amqp://a:b@mq/hub',
      AMQP_MANAGEMENT_URL: 'http://a:b@mq:1',
    };
    expect(givenAddresses(given)).toEqual({
      databaseUrl,
      amqpUrl: 'amqp://a:b@mq/hub',
      managementUrl: 'http://a:b@mq:1',
    });
  });

  it('put the management where brokers usually have it when it is not named', () => {
    const given = givenAddresses({ DATABASE_URL: databaseUrl, AMQP_URL: 'amqp://a:b%40@mq:5673/hub' });
    expect(given?.managementUrl).toBe('http://a:b%40@mq:15672');
  });

  it('are ours to make when the environment names none', () => {
    expect(givenAddresses({})).toBeUndefined();
    expect(givenAddresses({ DATABASE_URL: '', AMQP_URL: '' })).toBeUndefined();
  });

  it('are not guessed from one half', () => {
    expect(() => givenAddresses({ DATABASE_URL: databaseUrl })).toThrow('both DATABASE_URL and AMQP_URL');
  });
});
