// Reads a BPMN file as modellers do, writes it again to standard output, and tells what it did not understand on standard
// error: node round-trip.mjs NODE_MODULES FILE [DESCRIPTOR]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, file, descriptor] = process.argv.slice(2);
const { BpmnModdle } = await import(pathToFileURL(join(modules, 'bpmn-moddle', 'dist', 'index.js')));
const moddle = new BpmnModdle(descriptor ? { tw: JSON.parse(readFileSync(descriptor, 'utf8')) } : {});
const { rootElement, warnings } = await moddle.fromXML(readFileSync(file, 'utf8'));
for (const warning of warnings) console.error(warning.message);
const { xml } = await moddle.toXML(rootElement, { format: true });
process.stdout.write(xml);
