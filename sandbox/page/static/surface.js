// Connects drawn blocks with what the sandbox does when they are operated, for messages, the home tab and modals.

import { announce } from "./dom.js";
import { act } from "./session.js";

/** What Slack shows when an app does not answer in time or answers with an error. */
export const NO_ANSWER = "This app is not responding. Try again in a moment.";

const warnings = new Map();

/** The state an answer puts an element in, as Slack writes it in `view.state.values`. */
export function stateFrom(element, answer) {
  const { type } = element;
  const many = type.startsWith("multi_") || type === "checkboxes";
  if ("value" in answer)
    return type === "rich_text_input" ? { type, rich_text_value: answer.value } : { type, value: answer.value };
  const key = { datepicker: "date", timepicker: "time", datetimepicker: "date_time" }[type];
  if (key) return { type, [`selected_${key}`]: answer.selected };
  const kind = /^(?:multi_)?(users|conversations|channels)_select$/.exec(type)?.[1];
  if (kind)
    return many
      ? { type, [`selected_${kind}`]: answer.selected }
      : { type, [`selected_${kind.slice(0, -1)}`]: answer.selected };
  const options =
    answer.options ?? (element.options ?? []).filter((option) => [answer.selected].flat().includes(option.value));
  return many ? { type, selected_options: options } : { type, selected_option: options[0] ?? null };
}

/** The ⚠ that belongs to an outcome, or null when all went well. */
export function warningIn(outcome) {
  return outcome.acknowledged === false ? (outcome.warning ?? NO_ANSWER) : (outcome.warning ?? null);
}

/**
 * The surface of a message or of the home tab.
 * `where` goes with every call ({channel, ts} or nothing), `path` is "click" or "press", `repaint` draws warnings. They
 * are kept by action and value: a block has another id in each edition of a message. One press at a place has one, and
 * it stands below all when what was pressed is gone.
 */
export function pressable({ kind, key, path, where, repaint }) {
  const name = (element) => `${key}/${element.action_id}/${element.value ?? ""}`;
  return {
    kind,
    stateOf: () => undefined,
    keep: () => {},
    errorOf: () => null,
    warningOf: (_blockId, element) => warnings.get(name(element)) ?? null,
    straysIn(blocks) {
      const there = new Set(elementsIn(blocks).map(name));
      return [...warnings].filter(([one]) => one.startsWith(`${key}/`) && !there.has(one)).map(([, text]) => text);
    },
    load: (blockId, element, query) =>
      loadOptions({ ...where, block_id: blockId, action_id: element.action_id, query }),
    async act(blockId, element, answer) {
      const outcome = await act(path, { ...where, ...pressed(blockId, element, answer) }).catch((refusal) => ({
        acknowledged: false,
        warning: refusal.message,
      }));
      for (const one of warnings.keys()) if (one.startsWith(`${key}/`)) warnings.delete(one);
      remember(name(element), warningIn(outcome));
      repaint();
    },
  };
}

function elementsIn(blocks) {
  return blocks
    .flatMap((block) => [block.accessory, block.element, ...(block.elements ?? [])])
    .filter((element) => element?.action_id);
}

function remember(name, warning) {
  if (warning === null) return;
  warnings.set(name, warning);
  announce(warning);
}

/** What is sent of an operated element. */
export function pressed(blockId, element, answer) {
  return {
    block_id: blockId,
    action_id: element.action_id,
    value: answer.value ?? null,
    selected: answer.selected ?? null,
  };
}

/** The options of an external select for what was typed, as groups. */
export async function loadOptions(question) {
  const { options } = await act("options", question);
  const groups = [];
  for (const option of options) {
    const label = option.group ?? "";
    if (groups.at(-1)?.name !== label)
      groups.push({ name: label, label: label ? { type: "plain_text", text: label } : null, options: [] });
    groups.at(-1).options.push(option);
  }
  return groups;
}
