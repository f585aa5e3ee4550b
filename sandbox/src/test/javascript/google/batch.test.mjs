import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { emailOf, person } from './account.mjs';

const box = await startSandbox();
const me = await emailOf(box, 'amelie');
const client = person(box, 'amelie');

/** Sends calls as one multipart body, as Google's clients in other languages do; answers the parts in their order. */
async function batch(path, calls, { as = client, ...options } = {}) {
  const boundary = 'batch_test';
  const parts = calls.map(
    ({ method, url, body, headers = {} }, i) =>
      [
        `--${boundary}`,
        'Content-Type: application/http',
        'MIME-Version: 1.0',
        'Content-Transfer-Encoding: binary',
        `Content-ID: <b29c5de2 + ${i + 1}>`,
        '',
        `${method} ${url} HTTP/1.1`,
        ...Object.entries({ ...(body && { 'Content-Type': 'application/json' }), accept: 'application/json', ...headers }).map(([k, v]) => `${k}: ${v}`),
        '',
        body ? JSON.stringify(body) : '',
      ].join('\r\n'),
  );
  const { data, headers } = await as.request({
    url: box.urls.google + path, method: 'POST', responseType: 'text', retry: false,
    headers: { 'content-type': `multipart/mixed; boundary="${boundary}"` },
    data: `${parts.join('\r\n')}\r\n--${boundary}--\r\n`, ...options,
  });
  const answered = /boundary=(.+)$/.exec(headers.get('content-type'))[1];
  return data.split(`--${answered}`).slice(1, -1).map((part) => {
    const [outer, head, ...rest] = part.split('\r\n\r\n');
    return { id: /Content-ID: (.*)/i.exec(outer)[1], status: Number(/HTTP\/1\.1 (\d+)/.exec(head)[1]), body: rest.join('\r\n\r\n').trim() };
  });
}

const event = (summary) => ({ summary, start: { dateTime: '2027-07-01T09:00:00Z' }, end: { dateTime: '2027-07-01T10:00:00Z' } });

test('calendarBatch_answersInOrder_eachWithItsOwnStatus', async () => {
  const root = '/calendar/v3/calendars/primary/events';
  const parts = await batch('/batch/calendar/v3', [
    { method: 'POST', url: `${root}?alt=json`, body: event('One') },
    { method: 'GET', url: `${root}/nosuchevent?alt=json` },
    { method: 'GET', url: `${root}?alt=json&maxResults=1&fields=items(id)` },
    { method: 'POST', url: root, body: { summary: 'no times' } },
    { method: 'GET', url: root, headers: { Authorization: 'Bearer nonsense' } },
  ]);
  assert.deepEqual(parts.map((p) => p.status), [200, 404, 200, 400, 401]);
  assert.deepEqual(parts.map((p) => p.id), [1, 2, 3, 4, 5].map((n) => `<response-b29c5de2 + ${n}>`));
  const made = JSON.parse(parts[0].body);
  assert.equal(made.organizer.email, me);
  const [deleted] = await batch('/batch/calendar/v3', [{ method: 'DELETE', url: `${root}/${made.id}` }]);
  assert.deepEqual([deleted.status, deleted.body], [204, '']);
});

test('peopleBatch_reads', async () => {
  const parts = await batch('/batch', [
    { method: 'GET', url: '/v1/people/me?personFields=names' },
    { method: 'GET', url: '/v1/people/me' },
  ]);
  assert.deepEqual(parts.map((p) => p.status), [200, 400]);
});

test('batch_mixedTooLargeOrBroken_isRefusedWhole', async () => {
  const refusal = { response: { status: 400 } };
  const whole = (calls, options) => assert.rejects(batch('/batch/calendar/v3', calls, options), (e) => e.response.status === refusal.response.status);
  await whole([{ method: 'GET', url: '/v1/people/me?personFields=names' }, { method: 'GET', url: '/calendar/v3/calendars/primary' }]);
  await whole(Array.from({ length: 1001 }, () => ({ method: 'GET', url: '/calendar/v3/calendars/primary' })));
  await whole([], { headers: { 'content-type': 'multipart/mixed' } });
});

test('batch_partsCountAgainstTheQuota', async () => {
  await box.control('PUT', '/settings/google', { calendarPerUserPerMinute: 4 });
  const parts = await batch('/batch/calendar/v3', Array.from({ length: 7 }, () => ({ method: 'GET', url: '/calendar/v3/calendars/primary' })), { as: person(box, 'ben') });
  assert.deepEqual(parts.map((p) => p.status === 200), [true, true, true, true, false, false, false]);
});
