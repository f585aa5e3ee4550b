// What clients in other languages send over HTTP, as they send it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startSandbox } from '../sandbox.mjs';
import { connect } from './org.mjs';

const box = await startSandbox();
const admin = await connect(box, box.credentials.salesforce.adminUsername);
const { user_id: adminId } = await admin.identity();
const data = '/services/data/v65.0';

/** One call; answers status, headers and body. */
async function call(method, path, { body, headers = {} } = {}) {
  const answer = await fetch(box.urls.salesforce + path, { method, body, headers: { authorization: `Bearer ${admin.accessToken}`, ...headers } });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
}

const post = (path, body, headers = {}) => call('POST', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
const refusal = (answer) => [answer.status, answer.json()[0].errorCode];

test('versions_needNoSession', async () => {
  const answer = await call('GET', '/services/data', { headers: { authorization: '' } });
  const versions = answer.json();
  assert.deepEqual(versions.find((v) => v.version === '65.0'), { label: "Winter '26", url: data, version: '65.0' });
  assert.deepEqual(refusal(await call('GET', '/services/data/v30.0/limits')), [410, 'UNSUPPORTED_API_VERSION']);
  assert.deepEqual(refusal(await call('GET', '/services/data/v99.0/limits')), [404, 'NOT_FOUND']);
});

test('paths_withSlashesAtTheEnd_areTheSame', async () => {
  assert.equal((await call('GET', `${data}/query/?q=SELECT+Id+FROM+User+LIMIT+1`)).json().totalSize, 1);
  assert.equal((await call('GET', `${data}/sobjects/Contact/`)).json().objectDescribe.name, 'Contact');
  assert.equal((await call('GET', `${data}/sobjects/User/${adminId.slice(0, 15)}?fields=Username`)).json().Id, adminId);
});

test('bodies_ofTheWrongKind_areRefused', async () => {
  const path = `${data}/sobjects/Contact`;
  assert.deepEqual(refusal(await call('POST', path, { body: '{"LastName":"x"}', headers: { 'content-type': 'text/plain' } })), [415, 'UNSUPPORTED_MEDIA_TYPE']);
  assert.deepEqual(refusal(await call('POST', path, { body: '{"LastName":', headers: { 'content-type': 'application/json' } })), [400, 'JSON_PARSER_ERROR']);
  assert.deepEqual(refusal(await post(path, [])), [400, 'JSON_PARSER_ERROR']);
  assert.deepEqual(refusal(await call('PUT', path, { body: '{}', headers: { 'content-type': 'application/json' } })), [405, 'METHOD_NOT_ALLOWED']);
});

test('bodies_zipped_areRead', async () => {
  const answer = await call('POST', `${data}/sobjects/Contact`, { body: gzipSync('{"LastName":"Zipped"}'), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get('location'), `${data}/sobjects/Contact/${answer.json().id}`);
});

test('limits_areToldInEveryHeader', async () => {
  for (const path of [`${data}/limits`, `${data}/sobjects/Contact/nonsense`]) {
    assert.match((await call('GET', path)).headers.get('sforce-limit-info'), /^api-usage=\d+\/\d+$/);
  }
});

test('externalId_inThePath_readsWritesAndDeletes', async () => {
  const path = `${data}/sobjects/Contact/LockstepKey__c/http%2Fkey`;
  const headers = { 'content-type': 'application/json' };
  const made = await call('PATCH', path, { body: '{"LastName":"Keyed"}', headers });
  assert.deepEqual([made.status, made.json().created], [201, true]);
  assert.equal((await call('GET', path)).json().LastName, 'Keyed');
  assert.equal((await call('PATCH', path, { body: '{"Title":"T"}', headers })).status, 200);
  assert.equal((await call('DELETE', path)).status, 204);
  assert.deepEqual(refusal(await call('GET', path)), [404, 'NOT_FOUND']);
  assert.deepEqual(refusal(await call('GET', `${data}/sobjects/Contact/Title/x`)), [404, 'NOT_FOUND']);
});

test('conditions_compareWithTheLastChange', async () => {
  const { id } = (await post(`${data}/sobjects/Contact`, { LastName: 'Conditional' })).json();
  const path = `${data}/sobjects/Contact/${id}`;
  const [past, future] = [-3_600_000, 3_600_000].map((ms) => new Date(Date.now() + ms).toUTCString());
  const patch = (headers) => call('PATCH', path, { body: '{"Title":"x"}', headers: { 'content-type': 'application/json', ...headers } });
  assert.equal((await patch({ 'If-Unmodified-Since': past })).status, 412);
  assert.equal((await patch({ 'If-Unmodified-Since': future })).status, 204);
  assert.equal((await call('GET', path, { headers: { 'If-Modified-Since': future } })).status, 304);
  assert.equal((await patch({ 'If-Unmodified-Since': 'yesterday' })).status, 400);
});

test('method_namedInTheQuery_isTaken', async () => {
  const { id } = (await post(`${data}/sobjects/Contact`, { LastName: 'Override' })).json();
  assert.equal((await post(`${data}/sobjects/Contact/${id}?_HttpMethod=PATCH`, { Title: 'x' })).status, 204);
  assert.equal((await call('HEAD', `${data}/sobjects/Contact/${id}`)).status, 200);
});

test('identityEndpoints_describeTheOrg', async () => {
  const openid = (await call('GET', '/.well-known/openid-configuration', { headers: { authorization: '' } })).json();
  for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'revocation_endpoint', 'userinfo_endpoint', 'introspection_endpoint', 'jwks_uri']) {
    assert.ok(openid[endpoint].startsWith(box.urls.salesforce), endpoint);
  }
  const info = (await call('GET', '/services/oauth2/userinfo')).json();
  assert.deepEqual([info.user_id, info.organization_id, info.preferred_username], [adminId, box.credentials.salesforce.orgId, box.credentials.salesforce.adminUsername]);
  const { clientId, clientSecret } = box.credentials.salesforce;
  const introspect = (token) =>
    call('POST', '/services/oauth2/introspect', { body: new URLSearchParams({ token, token_type_hint: 'access_token', client_id: clientId, client_secret: clientSecret }), headers: { authorization: '' } }).then((a) => a.json());
  assert.equal((await introspect(admin.accessToken)).active, true);
  assert.deepEqual(await introspect('nonsense'), { active: false });
});

test('batch_ofSubrequests_goesOnOrHalts', async () => {
  const batchRequests = [
    { method: 'GET', url: 'v65.0/sobjects/User/nonsense' },
    { method: 'POST', url: 'v65.0/sobjects/Contact', richInput: { LastName: 'In a batch' } },
  ];
  const on = (await post(`${data}/composite/batch`, { batchRequests })).json();
  assert.deepEqual([on.hasErrors, on.results.map((r) => r.statusCode)], [true, [404, 201]]);
  const halted = (await post(`${data}/composite/batch`, { batchRequests, haltOnError: true })).json();
  assert.deepEqual([halted.results[1].statusCode, halted.results[1].result[0].errorCode], [412, 'BATCH_PROCESSING_HALTED']);
});
