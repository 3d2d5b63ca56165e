// Draws and reads moments in the present person's time zone, by the sandbox's clock.

import { now } from "./clock.js";
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

/** How many days of the person's calendar lie between today and a moment; days that a clock change shortens count. */
function daysAhead(date) {
  const day = (moment) => Date.parse(wallClock(moment).slice(0, 10));
  return (day(date) - day(now())) / 86_400_000;
}

/** "Today", "Yesterday" or the day in full. */
export function nameOfDay(date) {
  return { 0: "Today", [-1]: "Yesterday" }[daysAhead(date)] ?? longDay(date);
}

/** What the person's wall clock shows at a moment, such as "2026-11-27T14:05". */
export function wallClock(date) {
  const [day, month, year] = dayKey(date).split("/");
  return `${year}-${month}-${day}T${clockTime(date)}`;
}

/** The moment at which the person's wall clock shows a text such as "2026-11-27T14:05". */
export function momentAt(wall) {
  const wanted = Date.parse(`${wall}Z`);
  const ahead = (time) => Date.parse(`${wallClock(new Date(time))}Z`) - time;
  const near = wanted - ahead(wanted);
  return new Date(wanted - ahead(near));
}

/** A short age such as "now", "5 min", "3 h", "2 d". */
export function age(date) {
  const minutes = Math.floor((now().getTime() - date.getTime()) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h`;
  return minutes < 8640 ? `${Math.floor(minutes / 1440)} d` : shortDay(date);
}

const TOKENS = {
  date_num: (date) => wallClock(date).slice(0, 10),
  date_slash: (date) => dayKey(date),
  date: (date) => formatted(date, { day: "numeric", month: "long", year: "numeric" }),
  date_long: (date) => formatted(date, { dateStyle: "full" }),
  date_short: (date) => formatted(date, { day: "numeric", month: "short", year: "numeric" }),
  time: clockTime,
  time_secs: clockSeconds,
  day_divider_pretty: nameOfDay,
  ago: (date) => (age(date) === "now" ? "just now" : `${age(date)} ago`),
};

const NEAR = { [-1]: "yesterday", 0: "today", 1: "tomorrow" };

function pretty(name, date) {
  return NEAR[daysAhead(date)] ?? TOKENS[name](date);
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
