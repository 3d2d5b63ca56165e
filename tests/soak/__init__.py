"""Long tests: races, kills, lost answers, malformed payloads, the whole replay; `make soak` shows their figures."""
