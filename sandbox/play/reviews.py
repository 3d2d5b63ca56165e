"""What the pretend Play Store keeps: reviews with all their versions, the developer's answers, devices."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Source = Literal["api", "hand"]
ANDROID = {26: "8", 27: "8.1", 28: "9", 29: "10", 30: "11", 31: "12", 32: "12L", 33: "13", 34: "14", 35: "15", 36: "16"}


@dataclass(frozen=True)
class Device:
    """A telephone or tablet as the store describes it."""

    codename: str
    product: str
    """The name that people know, in brackets after the codename."""
    maker: str
    android: int
    """The version as Android's SDK counts it: 34 is Android 14; 0 when only the codename is known."""
    kind: Literal["FORM_FACTOR_PHONE", "FORM_FACTOR_TABLET"] = "FORM_FACTOR_PHONE"
    width: int = 1080
    height: int = 2400
    dpi: int = 420
    ram_mb: int = 5_500
    cpu_make: str = "Qualcomm"
    cpu_model: str = "SM7125"

    @property
    def name(self) -> str:
        """As the page shows it."""
        whole = self.product if self.product.startswith(self.maker) else f"{self.maker} {self.product}"
        return whole.strip() or self.codename

    @property
    def system(self) -> str | None:
        """Which Android it has, as people say it."""
        return f"Android {ANDROID.get(self.android, f'with SDK {self.android}')}" if self.android else None


@dataclass(frozen=True)
class AppVersion:
    """Which build of the app the author had installed."""

    name: str
    code: int


@dataclass(frozen=True)
class Version:
    """What an author said at one moment."""

    stars: int
    title: str
    text: str
    at: datetime
    serial: int
    """Grows with every writing and editing, so that equal moments have an order."""


@dataclass(frozen=True)
class Answer:
    """What the developer answered; `hand` is the Play Console."""

    text: str
    at: datetime
    source: Source


@dataclass
class Review:
    """One person's review of one app. An edited review keeps its id."""

    id: str
    app: str
    """The app's package name."""
    author: str
    """Empty for authors whose name the store does not show."""
    language: str
    versions: list[Version]
    device: Device | None = None
    app_version: AppVersion | None = None
    answers: list[Answer] = field(default_factory=list)
    """All there ever were; the public sees the last one only."""
    thumbs_up: int = 0
    notified: int = 0
    """How often the store told the author of an answer: of the first, never of one that overwrites it."""
    deleted: bool = False

    @property
    def newest(self) -> Version:
        """What the public sees."""
        return self.versions[-1]

    @property
    def stars(self) -> int:
        """1 to 5."""
        return self.newest.stars

    @property
    def title(self) -> str:
        """Empty for most."""
        return self.newest.title

    @property
    def text(self) -> str:
        """Empty when only stars were given."""
        return self.newest.text

    @property
    def modified(self) -> datetime:
        """When the author last wrote."""
        return self.newest.at

    @property
    def answer(self) -> Answer | None:
        """The developer's answer as the public sees it."""
        return self.answers[-1] if self.answers else None


DEVICES = (
    Device("a52q", "Galaxy A52", "Samsung", 33),
    Device("sailfish", "Pixel", "Google", 29, height=1920, ram_mb=3_800, cpu_model="MSM8996"),
    Device("oriole", "Pixel 6", "Google", 34, ram_mb=7_600, cpu_make="Google", cpu_model="Tensor"),
    Device("sweet", "Redmi Note 10 Pro", "Xiaomi", 31, cpu_model="SM7150"),
    Device("FP4", "Fairphone 4", "Fairphone", 33, height=2340, cpu_model="SM7225"),
    Device("gta4lwifi", "Galaxy Tab A7", "Samsung", 31, "FORM_FACTOR_TABLET", 1200, 2000, 240, 2_800),
)
