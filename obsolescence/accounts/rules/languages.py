"""The languages in which people may be written to."""

LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "it": "Italian",
    "es": "Spanish",
    "pl": "Polish",
    "cs": "Czech",
    "nl": "Dutch",
    "sv": "Swedish",
    "fi": "Finnish",
    "zh": "Chinese",
    "ja": "Japanese",
}
