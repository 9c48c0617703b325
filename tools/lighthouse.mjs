// Runs Lighthouse on pages, one after the other in one browser, and prints a line of JSON for each.
// What to do comes as JSON on standard input: {pages, browser, flags, categories, settings}.
import {readFileSync} from 'node:fs';
import {launch} from 'chrome-launcher';
import lighthouse from 'lighthouse';
import {Fetcher} from 'lighthouse/core/gather/fetcher.js';
import {pageFunctions} from 'lighthouse/core/lib/page-functions.js';

const PATIENCE = 60_000; // milliseconds: machines can be busy

const job = JSON.parse(readFileSync(0, 'utf8'));
// How fast the machine is takes a second to tell, of each page anew, and says nothing but of speed.
if (!job.categories.includes('performance')) pageFunctions.computeBenchmarkIndex = () => 1000;
// It gives a file such as robots.txt two seconds, or says that there is none; a busy machine may
// take longer.
const {fetchResource} = Fetcher.prototype;
Fetcher.prototype.fetchResource = function (url) {
  return fetchResource.call(this, url, {timeout: PATIENCE});
};
const chrome = await launch({
  chromePath: job.browser, chromeFlags: job.flags, ignoreDefaultFlags: true, logLevel: 'silent',
  connectionPollInterval: 500, maxConnectionRetries: PATIENCE / 500,
});
const options = {port: chrome.port, onlyCategories: job.categories, logLevel: 'silent'};
const config = {extends: 'lighthouse:default', settings: job.settings};

// Now and then the browser loses what it had to record, which says nothing of the page.
async function judge(page, tries = 3) {
  const {lhr} = await lighthouse(page, options, config);
  if (!lhr.runtimeError) return lhr;
  if (tries > 1) return judge(page, tries - 1);
  throw new Error(lhr.runtimeError.message);
}

try {
  for (const page of job.pages) {
    const lhr = await judge(page);
    const scores = {}, failed = {};
    for (const {id, score, auditRefs} of Object.values(lhr.categories)) {
      scores[id] = score === null ? null : Math.round(score * 100);
      failed[id] = auditRefs.filter(({id, weight}) => weight && (lhr.audits[id].score ?? 1) < 1)
        .map(({id}) => id);
    }
    process.stdout.write(JSON.stringify({page, scores, failed}) + '\n');
  }
} finally {
  await chrome.kill();
}
