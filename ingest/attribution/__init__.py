"""Attribution: source, cue and content of direct and indirect speech."""
