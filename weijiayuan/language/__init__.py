"""How texts are weighed: their parts, and what each part tells. Pure; no domain's words."""
