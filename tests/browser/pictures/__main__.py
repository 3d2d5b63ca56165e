"""python -m tests.browser.pictures [NAME …]: take all pictures of the guides, or those named, into docs/pictures/."""

import asyncio
import shutil
import sys

from playwright.async_api import async_playwright

from bot.demo import ROOT
from bot.logs import configure
from tests.browser.conftest import NAMES
from tests.browser.pictures.album import ALBUM, LARGEST
from tests.browser.pictures.palette import smaller
from tests.browser.pictures.studio import photograph

FOLDER = ROOT / "docs" / "pictures"


async def take(names: list[str]) -> None:
    """Take these pictures, one desk after the other; a picture that is too large is a mistake."""
    chromium = next((path for path in map(shutil.which, NAMES) if path), None)
    if chromium is None:
        raise SystemExit(f"No Chromium is installed (looked for {', '.join(NAMES)}).")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium)
        for name in names:
            taken = smaller(await photograph(ALBUM[name], browser))
            assert len(taken) <= LARGEST, f"{name} has {len(taken):,} bytes"
            (FOLDER / f"{name}.png").write_bytes(taken)
            sys.stdout.write(f"{name}.png  {len(taken) // 1000} kB\n")
        await browser.close()


if __name__ == "__main__":
    unknown = sorted({*sys.argv[1:]} - {*ALBUM})
    if unknown:
        raise SystemExit(f"There is no picture {', '.join(unknown)}. There are: {', '.join(ALBUM)}.")
    configure("ERROR")
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(take(sys.argv[1:] or list(ALBUM)))
