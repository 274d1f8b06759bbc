# Texts of aditctl beside failures (failures.ftl) and reports (lint.ftl); prompts are used by the window as well.

verdict-used = Utilisé
verdict-ignored = Ignoré
verdict-replaced = Remplacé
verdict-warning = Attention
verdict-refused = Refusé
