// Renders texts.json with nhs.njk, both in the current folder, into output/.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import nunjucks from 'nunjucks';

const dist = fileURLToPath(new URL('node_modules/nhsuk-frontend/dist', import.meta.url));
const environment = nunjucks.configure([dist, `${dist}/nhsuk`, '.'], {autoescape: true});
for (const text of JSON.parse(readFileSync('texts.json', 'utf8'))) {
  mkdirSync(`output/${text.slug}`, {recursive: true});
  writeFileSync(`output/${text.slug}/index.html`, environment.render('nhs.njk', text));
}
