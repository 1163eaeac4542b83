/**
 * How a diagram looks, as one style sheet for `svg.bpmn`. Colours are CSS variables of the page's theme (`--diagram-*`), with
 * values for a picture that stands alone, light or dark by the reader's system. A downloaded SVG carries this text inside;
 * a page adopts it once.
 */
export const DIAGRAM_STYLE = `svg.bpmn{--line:var(--diagram-line,#33404f);--fill:var(--diagram-fill,#fff);--paper:var(--diagram-paper,#fff);--text:var(--diagram-text,#18212b);--band:var(--diagram-lane,#eef1f5);--muted:var(--diagram-muted,color-mix(in oklab,var(--line) 22%,var(--fill)));--active:var(--diagram-active,#1d4ed8);--done:var(--diagram-done,#15803d);--incident:var(--diagram-incident,#c81e1e);--selected:var(--diagram-selected,#1d4ed8);--on:var(--diagram-on-mark,#fff);font-family:"Inter Variable",Inter,system-ui,sans-serif}
svg.bpmn text{fill:var(--text);stroke:none}
svg.bpmn .strong{font-weight:600}
svg.bpmn .outside{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
svg.bpmn .shape{fill:var(--fill);stroke:var(--line);stroke-width:1.6}
svg.bpmn .line{fill:none;stroke:var(--line);stroke-width:1.4;stroke-linejoin:round;stroke-linecap:round}
svg.bpmn .solid{fill:var(--line);stroke:var(--line);stroke-width:.8;stroke-linejoin:round}
svg.bpmn .thin{stroke-width:1.2}
svg.bpmn .bold{stroke-width:2.6}
svg.bpmn .thick{stroke-width:3.4}
svg.bpmn .dashed{stroke-dasharray:5 3.5}
svg.bpmn .dotted{stroke-dasharray:1.5 4;stroke-linecap:round;stroke-width:2}
svg.bpmn .group{stroke-dasharray:9 4 1.5 4}
svg.bpmn .ground{stroke:none}
svg.bpmn .band{fill:var(--band)}
svg.bpmn .muted{fill:var(--muted)}
svg.bpmn .lane{stroke-width:1}
svg.bpmn .flow{fill:none;stroke:var(--line);stroke-width:1.5;stroke-linejoin:round}
svg.bpmn .flow.message{stroke-dasharray:7 4}
svg.bpmn .flow.association{stroke-dasharray:1.5 4;stroke-linecap:round}
svg.bpmn .flow.conversation{stroke-width:5}
svg.bpmn .flow.conversation.inner{stroke:var(--paper);stroke-width:2.4}
svg.bpmn [data-mark=active]>.shape,svg.bpmn [data-mark=active]>.line:first-child{stroke:var(--active);stroke-width:3}
svg.bpmn [data-mark=active]>.shape{fill:var(--diagram-active-fill,var(--fill))}
svg.bpmn [data-mark=incident]>.shape,svg.bpmn [data-mark=incident]>.line:first-child{stroke:var(--incident);stroke-width:3}
svg.bpmn [data-mark=incident]>.shape{fill:var(--diagram-incident-fill,var(--fill))}
svg.bpmn [data-mark=done]>.shape{fill:var(--diagram-done-fill,var(--fill))}
svg.bpmn [data-mark=done]>.shape,svg.bpmn [data-mark=done]>.line:first-child,svg.bpmn [data-mark=done]>.flow{stroke:var(--done);stroke-width:2.4}
svg.bpmn [data-mark=done]>.head{fill:var(--done);stroke:var(--done)}
svg.bpmn .badge rect{fill:var(--active)}
svg.bpmn .badge.done rect{fill:var(--done)}
svg.bpmn .badge.incident rect{fill:var(--incident)}
svg.bpmn .badge path{fill:none;stroke:var(--on);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
svg.bpmn .badge.active path{fill:var(--on)}
svg.bpmn .badge text{fill:var(--on);font-size:12px;font-weight:600;font-variant-numeric:tabular-nums}
svg.bpmn .halo{fill:none;stroke:none;pointer-events:none}
svg.bpmn [data-selected]>.halo{stroke:var(--selected);stroke-width:2.5}
svg.bpmn [role=listitem]:focus{outline:none}
svg.bpmn [role=listitem]:focus-visible>.halo{stroke:var(--selected);stroke-width:3;stroke-dasharray:none}
@keyframes bpmn-pulse{50%{transform:scale(1.25)}}
@media (prefers-reduced-motion:no-preference){svg.bpmn .badge.active{transform-box:fill-box;transform-origin:center;animation:bpmn-pulse .6s 1}}
svg.bpmn [data-dim]{opacity:.32}
svg.bpmn .paper{fill:var(--paper)}`;

/** For a picture on its own: the reader's system decides between light and dark. */
export const STANDALONE_DARK = `@media (prefers-color-scheme:dark){svg.bpmn{--line:#c3ccd8;--fill:#1b232d;--paper:#11161c;--text:#eef2f6;--band:#232d39;--active:#7aa5ff;--done:#4ccb7d;--incident:#ff8080;--selected:#7aa5ff;--on:#0b0f14}}`;
