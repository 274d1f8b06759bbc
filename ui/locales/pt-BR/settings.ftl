# Settings: what the shell says of them, and the page.

setting-wrong = A configuração não pode ter esse valor.
setting-not-saved = A configuração não foi salva: não é possível gravar { $path }.
    .advice = Verifique se a pasta é sua e se o disco não está cheio.
settings-damaged = Não foi possível ler algumas configurações. Valem os padrões.
    .advice = O arquivo danificado foi mantido como { $kept }.
