// Draws moments in the present person's time zone.

import { me } from "./session.js";

const formatters = new Map();

function formatted(date, options) {
  const zone = me().tz ?? "UTC";
  const key = zone + JSON.stringify(options);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formatters.get(key).format(date);
}

/** Slack's message timestamps are seconds with a fraction. */
export function ofTimestamp(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

export const clockTime = (date) => formatted(date, { hour: "2-digit", minute: "2-digit" });
export const clockSeconds = (date) => formatted(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const dayKey = (date) => formatted(date, { year: "numeric", month: "2-digit", day: "2-digit" });
export const longDay = (date) => formatted(date, { weekday: "long", day: "numeric", month: "long" });
export const shortDay = (date) => formatted(date, { day: "numeric", month: "short" });
export const exact = (date) => formatted(date, { dateStyle: "full", timeStyle: "medium" });

/** Whether two moments fall on the same day where the person lives. */
export function sameDay(one, other) {
  return dayKey(one) === dayKey(other);
}

/** "Today", "Yesterday" or the day in full. */
export function nameOfDay(date, now) {
  if (sameDay(date, now)) return "Today";
  if (sameDay(date, new Date(now.getTime() - 86_400_000))) return "Yesterday";
  return longDay(date);
}

/** A short age such as "now", "5 min", "3 h", "2 d". */
export function age(date, now) {
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h`;
  return minutes < 8640 ? `${Math.floor(minutes / 1440)} d` : shortDay(date);
}

const TOKENS = {
  date_num: (date) =>
    formatted(date, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
  date_slash: (date) => dayKey(date),
  date: (date) => formatted(date, { day: "numeric", month: "long", year: "numeric" }),
  date_long: (date) => formatted(date, { dateStyle: "full" }),
  date_short: (date) => formatted(date, { day: "numeric", month: "short", year: "numeric" }),
  time: clockTime,
  time_secs: clockSeconds,
  day_divider_pretty: (date) => nameOfDay(date, new Date()),
  ago: (date) => (age(date, new Date()) === "now" ? "just now" : `${age(date, new Date())} ago`),
};

function pretty(name, date) {
  const now = new Date();
  for (const [word, offset] of [
    ["today", 0],
    ["yesterday", -1],
    ["tomorrow", 1],
  ]) {
    if (sameDay(date, new Date(now.getTime() + offset * 86_400_000))) return word;
  }
  return TOKENS[name](date);
}

/** Fills Slack's date format ("{date_short} at {time}") for a moment in seconds; null when a token is unknown. */
export function slackDate(seconds, format) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  let known = true;
  const text = format.replace(/\{(\w+)\}/g, (whole, token) => {
    const name = token.replace(/_pretty$/, "");
    if (token in TOKENS) return TOKENS[token](date);
    if (name in TOKENS) return pretty(name, date);
    known = false;
    return whole;
  });
  return known ? text : null;
}
