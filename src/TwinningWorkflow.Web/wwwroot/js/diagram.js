// Draws a process with bpmn-js and paints on it where an instance stands. The list of steps beside it says the same in
// words; this is for those who think in pictures.

const fill = (template, value) => template.replace('{0}', value);

class Diagram {
  constructor(root) {
    this.root = root;
    this.canvasElement = root.querySelector('.diagram-canvas');
    this.marks = [];
    this.badges = [];
  }

  async show() {
    const [xml, state] = await Promise.all([this.fetch('diagramSrc', 'text'), this.fetch('diagramStateSrc', 'json')]);
    for (const hidden of this.root.querySelectorAll('.diagram-tools, .diagram-canvas, .diagram-keys')) hidden.hidden = false;
    // the wheel scrolls the page, as everywhere; zoom has buttons and keys
    this.viewer = new BpmnJS({ container: this.canvasElement, zoomScroll: { enabled: false } });
    await this.viewer.importXML(xml);
    this.state = state;
    this.offerDrawings();
    this.opened();
    this.showWhatIsActive();
    this.listen();
  }

  // What viewing a drawing begins with: its own canvas, its size, its colours.
  opened() {
    this.canvas = this.viewer.get('canvas');
    // into a sub-process and back out of it
    this.viewer.get('eventBus').on('root.set', () => this.fit());
    this.marks = [];
    this.badges = [];
    this.shape();
    this.fit();
    this.paint();
  }

  // A file draws each process that another calls on a sheet of its own: a button each.
  offerDrawings() {
    const of = diagram => diagram.plane?.bpmnElement;
    const drawings = this.viewer.getDefinitions().diagrams.filter(each => of(each) && of(each).$type !== 'bpmn:SubProcess');
    const group = this.root.querySelector('.diagram-drawings');
    if (drawings.length < 2) return;
    const buttons = drawings.map(drawing => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'btn btn-outline-primary btn-sm';
      button.textContent = drawing.name || of(drawing).name || of(drawing).id;
      button.addEventListener('click', async () => {
        await this.viewer.open(drawing);
        press(button);
        this.opened();
      });
      return button;
    });
    const press = pressed => buttons.forEach(each => each.setAttribute('aria-pressed', String(each === pressed)));
    press(buttons[0]);
    group.append(...buttons);
    group.hidden = false;
  }

  async fetch(source, kind) {
    const answer = await fetch(this.root.dataset[source], { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`${this.root.dataset[source]} answered ${answer.status}`);
    return answer[kind]();
  }

  listen() {
    this.root.addEventListener('click', event => {
      const button = event.target.closest('[data-diagram-do]');
      if (button) this.do(button.dataset.diagramDo);
    });
    const keys = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit', ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
    this.canvasElement.addEventListener('keydown', event => {
      const action = keys[event.key];
      if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.do(action);
    });
    new ResizeObserver(() => this.canvas.resized()).observe(this.canvasElement);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.refresh();
    });
  }

  async refresh() {
    this.state = await this.fetch('diagramStateSrc', 'json');
    this.paint();
  }

  do(action) {
    const step = 80;
    const actions = {
      in: () => this.canvas.zoom(Math.min(this.canvas.zoom() * 1.25, 4)),
      out: () => this.canvas.zoom(Math.max(this.canvas.zoom() / 1.25, 0.1)),
      fit: () => this.fit(),
      left: () => this.canvas.scroll({ dx: step, dy: 0 }),
      right: () => this.canvas.scroll({ dx: -step, dy: 0 }),
      up: () => this.canvas.scroll({ dx: 0, dy: step }),
      down: () => this.canvas.scroll({ dx: 0, dy: -step }),
    };
    actions[action]();
  }

  fit() {
    this.canvas.zoom('fit-viewport', 'auto');
    // the way back out of a sub-process lies over the upper edge: the drawing gets what is left below it
    const way = this.root.querySelector('.bjs-breadcrumbs-shown .bjs-breadcrumbs');
    if (!way) return;
    const taken = way.offsetTop + way.offsetHeight + 8;
    const { inner, outer } = this.canvas.viewbox();
    const scale = 0.96 * Math.min(1, outer.width / inner.width, (outer.height - taken) / inner.height);
    const [width, height] = [outer.width / scale, outer.height / scale];
    this.canvas.viewbox({
      x: inner.x - (width - inner.width) / 2,
      y: inner.y - taken / scale - (height - taken / scale - inner.height) / 2,
      width,
      height,
    });
  }

  // As tall as the drawing asks, within what a screen can show.
  shape() {
    const { inner } = this.canvas.viewbox();
    const asked = (this.canvasElement.clientWidth * inner.height) / inner.width + 80;
    this.canvasElement.style.height = `${Math.max(280, Math.min(asked, innerHeight * 0.75))}px`;
    this.canvas.resized();
  }

  // On a small screen a whole process is a grey smudge: begin where something happens, large enough to read.
  showWhatIsActive() {
    const { state } = this;
    const readable = 0.6;
    if (this.canvas.zoom() >= readable / 2) return;
    const active = Object.keys(state.elements).find(id => ['active', 'stopped'].includes(state.elements[id].state) && this.element(id) && !this.element(id).children?.length);
    if (!active) return;
    this.canvas.zoom(readable);
    this.canvas.scrollToElement(active, 40);
  }

  element(id) {
    return this.viewer.get('elementRegistry').get(id);
  }

  paint() {
    const { state } = this;
    for (const [id, mark] of this.marks) this.canvas.removeMarker(id, mark);
    for (const badge of this.badges) this.viewer.get('overlays').remove(badge);
    this.marks = [];
    this.badges = [];
    // a node that a token passed may hold one again: where it stands now counts
    for (const taken of state.flows) if (!(taken in state.elements)) this.mark(taken, 'tw-done');
    for (const [id, element] of Object.entries(state.elements)) {
      this.mark(id, `tw-${element.state}`);
      if (element.state === 'active') this.badge(id, element);
    }
  }

  mark(id, mark) {
    const element = this.element(id);
    // a state may name what an older drawing of the process lacks
    if (!element) return;
    // colour would bury the steps inside an open sub-process: it gets a frame
    for (const each of element.children?.length ? [mark, 'tw-frame'] : [mark]) {
      this.canvas.addMarker(id, each);
      this.marks.push([id, each]);
    }
  }

  badge(id, { count, due, label }) {
    const words = [];
    if (count > 1) words.push(fill(this.root.dataset.textTimes, count));
    if (due) words.push(fill(this.root.dataset.textDue, this.day(due)));
    if (label) words.push(label);
    if (words.length === 0 || !this.element(id)) return;
    const html = document.createElement('div');
    html.className = 'diagram-badge';
    html.textContent = words.join(' · ');
    // an event's name may stand where the badge would
    const { y, label: name } = this.element(id);
    const position = name && name.y < y ? { bottom: -4, left: 0 } : { top: -28, left: 0 };
    this.badges.push(this.viewer.get('overlays').add(id, { position, html }));
  }

  day(iso) {
    const language = document.documentElement.lang;
    const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' };
    return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options).format(new Date(iso));
  }

  fail(problem) {
    console.error(problem);
    for (const shown of this.root.querySelectorAll('.diagram-drawings, .diagram-tools, .diagram-canvas, .diagram-keys')) shown.hidden = true;
    this.root.querySelector('.diagram-failed').hidden = false;
  }
}

for (const root of document.querySelectorAll('[data-diagram-src]')) {
  const diagram = new Diagram(root);
  diagram.show().catch(problem => diagram.fail(problem));
}
