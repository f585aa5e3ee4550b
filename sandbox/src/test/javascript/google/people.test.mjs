import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { emailOf, peopleOf, person, refused } from './account.mjs';

const box = await startSandbox();
const me = await emailOf(box, 'amelie');
const api = peopleOf(box, person(box, 'amelie'));
const FIELDS = 'names,emailAddresses,phoneNumbers,addresses,organizations,birthdays,biographies,urls,memberships,metadata,clientData,nicknames';
const create = (requestBody, more = {}) => api.people.createContact({ personFields: FIELDS, requestBody, ...more }).then((r) => r.data);
const read = (resourceName, more = {}) => api.people.get({ resourceName, personFields: FIELDS, ...more }).then((r) => r.data);
const update = (resourceName, fields, requestBody) =>
  api.people.updateContact({ resourceName, updatePersonFields: fields, personFields: FIELDS, requestBody }).then((r) => r.data);

/** All pages of the connections. */
async function connections(params = {}) {
  const all = [];
  let pageToken;
  for (;;) {
    const { data } = await api.people.connections.list({ resourceName: 'people/me', personFields: FIELDS, ...params, pageToken });
    all.push(...(data.connections ?? []));
    if (!data.nextPageToken) return { all, syncToken: data.nextSyncToken, total: data.totalItems };
    pageToken = data.nextPageToken;
  }
}

before(() => box.control('PUT', '/settings/google', { propagationMin: 'PT0S', propagationMax: 'PT0S' }));

test('create_get_haveSourcesAndMetadata', async () => {
  const made = await create({
    names: [{ givenName: 'Zoë', familyName: 'Öz', honorificPrefix: 'Dr.' }],
    emailAddresses: [{ value: 'zoe@example.com', type: 'work' }, { value: 'zoe.home@example.com', type: 'home' }],
    phoneNumbers: [{ value: '+33 1 44 55 66 77', type: 'work' }],
    addresses: [{ streetAddress: '1 rue X', city: 'Paris', postalCode: '75001', country: 'France', type: 'work' }],
    organizations: [{ name: 'Acme', title: 'Head', department: 'R&D' }],
    birthdays: [{ date: { year: 1980, month: 2, day: 29 } }],
    biographies: [{ value: 'notes', contentType: 'TEXT_PLAIN' }],
    clientData: [{ key: 'lockstep', value: 'o:r:1' }],
  });
  assert.match(made.resourceName, /^people\/c\d+$/);
  assert.ok(made.etag);
  const source = made.metadata.sources.find((s) => s.type === 'CONTACT');
  assert.ok(source.id && source.etag && !Number.isNaN(Date.parse(source.updateTime)));
  assert.equal(made.names[0].displayName, 'Dr. Zoë Öz');
  assert.equal(made.names[0].displayNameLastFirst, 'Öz, Dr. Zoë');
  assert.equal(made.names[0].metadata.primary, true);
  assert.deepEqual(made.names[0].metadata.source, { type: 'CONTACT', id: source.id });
  assert.equal(made.emailAddresses[0].formattedType, 'Work');
  assert.equal(made.phoneNumbers[0].canonicalForm, '+33144556677');
  assert.match(made.addresses[0].formattedValue, /1 rue X/);
  assert.ok(made.memberships.some((m) => m.contactGroupMembership.contactGroupResourceName === 'contactGroups/myContacts'));
  const again = await read(made.resourceName);
  assert.equal(again.etag, made.etag);
  assert.deepEqual(again.clientData[0].value, 'o:r:1');
  const part = (await api.people.get({ resourceName: made.resourceName, personFields: 'names' })).data;
  assert.deepEqual(Object.keys(part).sort(), ['etag', 'names', 'resourceName']);
});

test('create_wrongBodies_areRefused', async () => {
  await assert.rejects(create({ names: [{ givenName: 'a' }, { givenName: 'b' }] }), refused(400, 'INVALID_ARGUMENT'));
  await assert.rejects(create({ nonsense: 1 }), refused(400, 'INVALID_ARGUMENT', 'Unknown name "nonsense"'));
  await assert.rejects(create({ names: [{ givenName: 5 }] }), refused(400, 'INVALID_ARGUMENT'));
  await assert.rejects(create({ birthdays: [{ date: { year: 1980, month: 13, day: 1 } }] }), refused(400, 'INVALID_ARGUMENT'));
  await assert.rejects(api.people.get({ resourceName: 'people/me' }), refused(400, 'INVALID_ARGUMENT', 'personFields mask is required'));
  await assert.rejects(api.people.get({ resourceName: 'people/me', personFields: 'nonsense' }), refused(400, 'INVALID_ARGUMENT'));
  await assert.rejects(read('people/c123456'), refused(404, 'NOT_FOUND', 'Requested entity was not found.'));
});

test('me_isTheUsersProfile', async () => {
  const { data } = await api.people.get({ resourceName: 'people/me', personFields: 'names,emailAddresses,metadata' });
  assert.ok(data.emailAddresses.some((e) => e.value === me));
});

test('update_needsTheEtagOfTheSource', async () => {
  const made = await create({ names: [{ givenName: 'Etag' }], nicknames: [{ value: 'E' }] });
  await assert.rejects(update(made.resourceName, 'names', { names: [{ givenName: 'x' }] }), refused(400, undefined, 'Request must set person.etag or person.metadata.sources.etag'));
  const bySource = await update(made.resourceName, 'names', { metadata: { sources: made.metadata.sources }, names: [{ givenName: 'Second' }] });
  assert.equal(bySource.names[0].givenName, 'Second');
  assert.equal(bySource.nicknames[0].value, 'E');
  assert.notEqual(bySource.etag, made.etag);
  await assert.rejects(update(made.resourceName, 'names', { etag: made.etag, names: [{ givenName: 'Stale' }] }), refused(400, 'FAILED_PRECONDITION', 'Clear local cache and get the latest person.'));
  await assert.rejects(update(made.resourceName, 'names', { metadata: { sources: made.metadata.sources }, names: [{ givenName: 'Stale' }] }), refused(400, 'FAILED_PRECONDITION'));
  const cleared = await update(made.resourceName, 'nicknames', { etag: bySource.etag });
  assert.equal(cleared.nicknames, undefined);
  assert.equal(cleared.names[0].givenName, 'Second');
  await assert.rejects(update(made.resourceName, 'photos', { etag: cleared.etag }), refused(400, 'INVALID_ARGUMENT'));
  await assert.rejects(api.people.updateContact({ resourceName: made.resourceName, requestBody: { etag: cleared.etag } }), refused(400, 'INVALID_ARGUMENT', 'updatePersonFields'));
  await assert.rejects(update(made.resourceName, 'memberships', { etag: cleared.etag, memberships: [] }), refused(400, 'INVALID_ARGUMENT'));
});

test('delete_isForGood', async () => {
  const made = await create({ names: [{ givenName: 'Short' }] });
  assert.deepEqual((await api.people.deleteContact({ resourceName: made.resourceName })).data, {});
  await assert.rejects(read(made.resourceName), refused(404, 'NOT_FOUND'));
  await assert.rejects(api.people.deleteContact({ resourceName: made.resourceName }), refused(404, 'NOT_FOUND'));
});

test('connections_page_andSyncTokens', async () => {
  for (let i = 0; i < 3; i++) await create({ names: [{ givenName: `Page${i}` }] });
  const first = await connections({ requestSyncToken: true, pageSize: 2 });
  assert.ok(first.syncToken);
  assert.equal(first.all.length, first.total);
  const same = { requestSyncToken: true, pageSize: 2, syncToken: first.syncToken };
  assert.deepEqual((await connections(same)).all, []);
  const [kept, gone] = [await create({ names: [{ givenName: 'Kept' }] }), await create({ names: [{ givenName: 'Gone' }] })];
  await api.people.deleteContact({ resourceName: gone.resourceName });
  const known = first.all.find((p) => p.names?.[0].givenName === 'Page0');
  await api.people.deleteContact({ resourceName: known.resourceName });
  const delta = await connections(same);
  assert.ok(delta.all.some((p) => p.resourceName === kept.resourceName && p.names[0].givenName === 'Kept'));
  const tombstone = delta.all.find((p) => p.resourceName === known.resourceName);
  assert.equal(tombstone.metadata.deleted, true);
  assert.equal(tombstone.names, undefined);
  await assert.rejects(api.people.connections.list({ resourceName: 'people/me', personFields: 'names', requestSyncToken: true, pageSize: 2, syncToken: first.syncToken }), refused(400, 'INVALID_ARGUMENT'));
  await assert.rejects(api.people.connections.list({ resourceName: 'people/me', personFields: FIELDS, pageSize: 1001 }), refused(400, 'INVALID_ARGUMENT'));
  await box.control('POST', '/faults', { service: 'google', kind: 'expireSyncTokens', count: 1 });
  await assert.rejects(connections(same), refused(400, 'EXPIRED_SYNC_TOKEN', 'Sync token is expired. Clear local cache and retry call without the sync token.'));
});

test('connections_sortOrders', async () => {
  const names = async (sortOrder) => (await connections({ sortOrder })).all.map((p) => p.names?.[0].familyName).filter(Boolean);
  const sorted = await names('LAST_NAME_ASCENDING');
  assert.deepEqual(sorted, [...sorted].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' })).length === sorted.length ? sorted : []);
  const stamps = (await connections({ sortOrder: 'LAST_MODIFIED_DESCENDING' })).all.map((p) => Date.parse(p.metadata.sources.find((s) => s.type === 'CONTACT').updateTime));
  assert.deepEqual(stamps, [...stamps].sort((a, b) => b - a));
});

test('propagation_delaysListings_notReads', async () => {
  await box.control('PUT', '/settings/google', { propagationMin: 'PT1M', propagationMax: 'PT2M' });
  const base = await connections({ requestSyncToken: true });
  const made = await create({ names: [{ givenName: 'Late' }] });
  assert.equal((await read(made.resourceName)).names[0].givenName, 'Late');
  const soon = await connections({ requestSyncToken: true, syncToken: base.syncToken });
  assert.ok(!soon.all.some((p) => p.resourceName === made.resourceName));
  await box.control('PUT', '/clock', { advance: 'PT3M' });
  const later = await connections({ requestSyncToken: true, syncToken: soon.syncToken });
  assert.ok(later.all.some((p) => p.resourceName === made.resourceName));
  await box.control('PUT', '/settings/google', { propagationMin: 'PT0S', propagationMax: 'PT0S' });
});

test('batches_createReadUpdateDelete', async () => {
  const { createdPeople } = (await api.people.batchCreateContacts({ requestBody: { readMask: FIELDS, contacts: ['A', 'B'].map((givenName) => ({ contactPerson: { names: [{ givenName }] } })) } })).data;
  assert.deepEqual(createdPeople.map((r) => [r.httpStatusCode, r.person.names[0].givenName]), [[200, 'A'], [200, 'B']]);
  const names = createdPeople.map((r) => r.person.resourceName);
  const { responses } = (await api.people.getBatchGet({ resourceNames: [...names, 'people/c999'], personFields: FIELDS })).data;
  assert.deepEqual(responses.map((r) => r.requestedResourceName), [...names, 'people/c999']);
  assert.equal(responses[1].person.names[0].givenName, 'B');
  assert.equal(responses[2].person, undefined);
  assert.equal(responses[2].status.code, 5);
  const contacts = Object.fromEntries(createdPeople.map(({ person: p }) => [p.resourceName, { etag: p.etag, names: [{ givenName: `${p.names[0].givenName}2` }] }]));
  const { updateResult } = (await api.people.batchUpdateContacts({ requestBody: { contacts, updateMask: 'names', readMask: FIELDS } })).data;
  assert.equal(updateResult[names[0]].person.names[0].givenName, 'A2');
  await assert.rejects(api.people.batchUpdateContacts({ requestBody: { contacts, updateMask: 'names', readMask: FIELDS } }), (e) => {
    assert.ok(e.response.data.error.details.some((d) => d['@type'].endsWith('BatchUpdateContactsErrorDetails') && names[0] in d.contactErrors));
    return refused(400)(e);
  });
  await api.people.batchDeleteContacts({ requestBody: { resourceNames: names } });
  await assert.rejects(read(names[0]), refused(404, 'NOT_FOUND'));
  const many = Array.from({ length: 201 }, () => ({ contactPerson: { names: [{ givenName: 'x' }] } }));
  await assert.rejects(api.people.batchCreateContacts({ requestBody: { readMask: '', contacts: many } }), refused(400, 'INVALID_ARGUMENT'));
  await assert.rejects(api.people.batchCreateContacts({ requestBody: { readMask: 'names', contacts: [{ contactPerson: { names: [{ givenName: 'a' }, { givenName: 'b' }] } }] } }), (e) => {
    assert.ok(e.response.data.error.details.some((d) => d['@type'].endsWith('BatchCreateContactsErrorDetails')));
    return refused(400)(e);
  });
});

test('groups_areMadeFilledAndDeleted', async () => {
  const group = (await api.contactGroups.create({ requestBody: { contactGroup: { name: 'Client Label', clientData: [{ key: 'k', value: 'v' }] }, readGroupFields: 'name,groupType,memberCount,metadata,clientData' } })).data;
  assert.match(group.resourceName, /^contactGroups\/[0-9a-f]+$/);
  assert.deepEqual([group.name, group.groupType, group.clientData[0].value], ['Client Label', 'USER_CONTACT_GROUP', 'v']);
  await assert.rejects(api.contactGroups.create({ requestBody: { contactGroup: { name: 'Client Label' } } }), refused(409));
  const member = await create({ names: [{ givenName: 'Member' }] });
  const change = (resourceNamesToAdd, resourceNamesToRemove) => api.contactGroups.members.modify({ resourceName: group.resourceName, requestBody: { resourceNamesToAdd, resourceNamesToRemove } }).then((r) => r.data);
  assert.deepEqual((await change([member.resourceName, 'people/c4242'])).notFoundResourceNames, ['people/c4242']);
  const read1 = (await api.contactGroups.get({ resourceName: group.resourceName, maxMembers: 10, groupFields: 'name,memberCount' })).data;
  assert.deepEqual([read1.memberCount, read1.memberResourceNames], [1, [member.resourceName]]);
  assert.ok((await read(member.resourceName)).memberships.some((m) => m.contactGroupMembership.contactGroupResourceName === group.resourceName));
  const renamed = (await api.contactGroups.update({ resourceName: group.resourceName, requestBody: { contactGroup: { name: 'Renamed', etag: read1.etag }, updateGroupFields: 'name', readGroupFields: 'name' } })).data;
  assert.equal(renamed.name, 'Renamed');
  const list = (await api.contactGroups.list({ pageSize: 100, groupFields: 'name,groupType' })).data;
  assert.ok(list.contactGroups.some((g) => g.resourceName === 'contactGroups/myContacts' && g.groupType === 'SYSTEM_CONTACT_GROUP'));
  assert.ok(list.contactGroups.some((g) => g.name === 'Renamed'));
  const batch = (await api.contactGroups.batchGet({ resourceNames: [group.resourceName, 'contactGroups/nonsense'] })).data.responses;
  assert.equal(batch[0].contactGroup.name, 'Renamed');
  assert.notEqual(batch[1].status.code ?? 0, 0);
  await change([], [member.resourceName]);
  await api.contactGroups.delete({ resourceName: group.resourceName });
  await assert.rejects(api.contactGroups.get({ resourceName: group.resourceName }), refused(404, 'NOT_FOUND'));
  await assert.rejects(api.contactGroups.delete({ resourceName: 'contactGroups/myContacts' }), refused(400));
  assert.ok((await read(member.resourceName)).names);
});

test('search_needsAWarmUp', async () => {
  await create({ names: [{ givenName: 'Quetzal', familyName: 'Search' }], emailAddresses: [{ value: 'quetzal@example.com' }] });
  const search = (query) => api.people.searchContacts({ query, readMask: 'names,emailAddresses', pageSize: 10 }).then((r) => r.data.results ?? []);
  await search('');
  await box.control('PUT', '/clock', { advance: 'PT5M' });
  const found = await search('quetz');
  assert.deepEqual(found.map((r) => r.person.names[0].givenName), ['Quetzal']);
  assert.deepEqual((await search('etzal')).length, 0);
  await assert.rejects(api.people.searchContacts({ query: 'x' }), refused(400, 'INVALID_ARGUMENT'));
});

test('parameters_unknown_areRefused', async () => {
  await assert.rejects(api.people.get({ resourceName: 'people/me', personFields: 'names', nonsense: 1 }), refused(400, 'INVALID_ARGUMENT', 'Unknown name "nonsense"'));
});

test('fields_mask_shortensTheAnswer', async () => {
  const { data } = await api.people.connections.list({ resourceName: 'people/me', personFields: 'names', pageSize: 1, fields: 'connections(resourceName,names/givenName),totalItems' });
  assert.deepEqual(Object.keys(data).sort(), ['connections', 'totalItems']);
  assert.ok(Object.keys(data.connections[0]).every((k) => ['resourceName', 'names'].includes(k)));
});

test('unsimulatedMethods_saySo', async () => {
  const unsupported = refused(501, 'UNIMPLEMENTED', 'does not');
  await assert.rejects(api.people.listDirectoryPeople({ readMask: 'names', sources: ['DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE'] }), unsupported);
  await assert.rejects(api.people.searchDirectoryPeople({ query: 'x', readMask: 'names', sources: ['DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE'] }), unsupported);
  await assert.rejects(api.people.updateContactPhoto({ resourceName: 'people/c1', requestBody: { photoBytes: '' } }), unsupported);
  await assert.rejects(api.people.deleteContactPhoto({ resourceName: 'people/c1' }), unsupported);
  await assert.rejects(api.otherContacts.search({ query: 'x', readMask: 'names' }), unsupported);
  await assert.rejects(api.otherContacts.copyOtherContactToMyContactsGroup({ resourceName: 'otherContacts/c1', requestBody: { copyMask: 'names' } }), unsupported);
});

test('quota_isResourceExhausted', async () => {
  await box.control('POST', '/faults', { service: 'google', kind: 'rateLimit', count: 1 });
  await assert.rejects(api.people.connections.list({ resourceName: 'people/me', personFields: 'names' }), (e) => {
    const [info] = e.response.data.error.details.filter((d) => d['@type'] === 'type.googleapis.com/google.rpc.ErrorInfo');
    assert.equal(info.reason, 'RATE_LIMIT_EXCEEDED');
    assert.equal(info.metadata.service, 'people.googleapis.com');
    return refused(429, 'RESOURCE_EXHAUSTED')(e);
  });
});
