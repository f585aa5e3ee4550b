import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { clientOf, personToken, receiver, refused } from './mailbox.mjs';

const box = await startSandbox();
await box.seed({ microsoft: 3 });
await box.control('PUT', '/settings/microsoft', { serviceWrites: 0 });
// A minute until a notification is sent lasts less than a tenth of a second.
await box.control('PUT', '/clock', { timeScale: 1000 });
const me = clientOf(box, await personToken(box, 'ben'));
const event = (more = {}) => ({ subject: 'x', start: { dateTime: '2027-02-01T09:00:00', timeZone: 'UTC' }, end: { dateTime: '2027-02-01T10:00:00', timeZone: 'UTC' }, ...more });
const create = (body) => me.api('/me/events').post(body);
const path = (made) => `/me/events/${encodeURIComponent(made.id)}`;
const IMMUTABLE = 'IdType="ImmutableId"';
const hooks = [];
after(() => hooks.forEach((h) => h.close()));

test('subscription_handshakeNotifiesRenewsEnds', async () => {
  const [hook, deaf] = [await receiver(), await receiver({ handshake: false })];
  hooks.push(hook, deaf);
  const now = Date.parse((await box.control('GET', '/clock')).now);
  const expires = (minutes) => new Date(now + minutes * 60_000).toISOString();
  const body = { changeType: 'created,updated,deleted', notificationUrl: hook.url, lifecycleNotificationUrl: hook.url, resource: '/me/events', expirationDateTime: expires(4000), clientState: 'secret' };
  const made = await me.api('/subscriptions').header('Prefer', IMMUTABLE).post(body);
  assert.ok(made.id && made.expirationDateTime);
  const changed = await create(event({ subject: 'Notified' }));
  const note = await hook.until((n) => n.changeType === 'created' && n.subscriptionId === made.id);
  assert.equal(note.clientState, 'secret');
  assert.match(note.resource, /^Users\/[^/]+\/Events\//i);
  assert.ok(note.resourceData.id && note.tenantId);
  await me.api(path(changed)).delete();
  await hook.until((n) => n.changeType === 'deleted');
  const renewed = await me.api(`/subscriptions/${made.id}`).patch({ expirationDateTime: expires(5000) });
  assert.ok(Date.parse(renewed.expirationDateTime) > Date.parse(made.expirationDateTime));
  await assert.rejects(me.api('/subscriptions').post(body), refused(409));
  const other = { ...body, resource: '/me/contacts' };
  await assert.rejects(me.api('/subscriptions').post({ ...other, notificationUrl: deaf.url }), refused(400));
  await assert.rejects(me.api('/subscriptions').post({ ...other, expirationDateTime: expires(20_000) }), refused(400));
  await assert.rejects(me.api('/subscriptions').post({ ...other, expirationDateTime: expires(-10) }), refused(400));
  assert.ok((await me.api('/subscriptions').get()).value.some((s) => s.id === made.id));
  await me.api(`/subscriptions/${made.id}`).delete();
  await assert.rejects(me.api(`/subscriptions/${made.id}`).get(), refused(404));
});
