"""Words and templates: translated text, phrases, links, and pages rendered from views."""
