// Makes wwwroot/lib from the npm packages: the stylesheet, the fonts it names, the icons that pages use, the diagram
// viewer, and the licences of all of it. MSBuild runs this when one of its inputs changed.
import { compile, Logger } from 'sass';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(project, 'node_modules');
const lib = join(project, 'wwwroot', 'lib');
const italia = join(modules, 'bootstrap-italia');

rmSync(lib, { recursive: true, force: true });

function copy(from, to) {
  const target = join(lib, to);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(from, target);
}

function write(to, text) {
  const target = join(lib, to);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

// The framework's own sources raise deprecation notes that only its authors can mend; errors still stop the build.
const { css } = compile(join(project, 'Assets', 'bootstrap-italia.scss'), {
  style: 'compressed',
  loadPaths: [join(italia, 'src', 'scss')],
  logger: Logger.silent,
});
copy(join(italia, 'LICENSE'), 'bootstrap-italia/LICENSE.txt');

const folders = { titillium: 'Titillium_Web', roboto: 'Roboto_Mono' };
const fonts = new Set([...css.matchAll(/url\("?fonts\/([\w-]+\.woff2)"?\)/g)].map(match => match[1]));
for (const font of fonts) {
  copy(join(italia, 'dist', 'fonts', folders[font.split('-')[0]], font), `bootstrap-italia/fonts/${font}`);
}
copy(join(italia, 'dist', 'fonts', 'Titillium_Web', 'OFL.txt'), 'bootstrap-italia/fonts/Titillium-Web-LICENSE.txt');
copy(join(italia, 'dist', 'fonts', 'Roboto_Mono', 'LICENSE.txt'), 'bootstrap-italia/fonts/Roboto-Mono-LICENSE.txt');

// One small sprite instead of the 94 KB one: the icons listed in icons.txt, nothing else.
const names = readFileSync(join(project, 'Assets', 'icons.txt'), 'utf8').split(/\s+/).filter(Boolean);
const sprite = readFileSync(join(italia, 'dist', 'svg', 'sprites.svg'), 'utf8');
const symbols = names.map(name => {
  const symbol = sprite.match(new RegExp(`<symbol[^>]*\\bid="it-${name}"[^]*?</symbol>`));
  if (!symbol) throw new Error(`icons.txt asks for "${name}", but bootstrap-italia has no icon it-${name}.`);
  return symbol[0];
});
write('bootstrap-italia/icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`);

const bpmn = join(modules, 'bpmn-js');
copy(join(bpmn, 'dist', 'bpmn-navigated-viewer.production.min.js'), 'bpmn-js/viewer.js');
copy(join(bpmn, 'dist', 'assets', 'diagram-js.css'), 'bpmn-js/diagram-js.css');
copy(join(bpmn, 'dist', 'assets', 'bpmn-js.css'), 'bpmn-js/bpmn-js.css');
copy(join(bpmn, 'LICENSE'), 'bpmn-js/LICENSE.txt');

// last: MSBuild takes this file's date for the date of all
write('bootstrap-italia/bootstrap-italia.css', css);
