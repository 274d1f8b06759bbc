# Settings: what the shell says of them, and the page.

setting-wrong = A configuração não pode ter esse valor.
setting-not-saved = A configuração não foi salva: não é possível gravar { $path }.
    .advice = Verifique se a pasta é sua e se o disco não está cheio.
settings-damaged = Não foi possível ler algumas configurações. Valem os padrões.
    .advice = O arquivo danificado foi mantido como { $kept }.
text-not-saved = O arquivo não foi salvo: não é possível gravar { $path }.
    .advice = Escolha outra pasta.
diagnostics-save-title = Salvar diagnóstico
log-save-title = Salvar o registro

## The page

menu-settings = Configurações
settings-title = Configurações
settings-back = Voltar
settings-search = Buscar uma configuração
settings-search-clear = Limpar a busca
settings-none-found = Nenhuma configuração corresponde a “{ $query }”.
settings-show-all = Mostrar todas as configurações
settings-section-general = Geral
settings-section-start = Início e suspensão
settings-section-protection = Proteção
settings-section-networks = Redes
settings-section-notices = Notificações e bandeja
settings-section-profiles = Perfis e senhas
settings-section-checks = Verificações e histórico
settings-section-help = Ajuda
setting-language = Idioma
setting-language-system = Como neste computador
setting-appearance = Aparência
setting-appearance-system = Como neste computador
setting-appearance-light = Claro
setting-appearance-dark = Escuro
setting-after-sleep = Ao sair da suspensão
setting-after-sleep-hint = Enquanto o Adit estiver aberto.
setting-after-sleep-reconnect = Conectar de novo
setting-after-sleep-disconnect = Continuar desconectado
setting-desktop-proxy = Usar o proxy deste computador
setting-desktop-proxy-hint = Só quando um servidor não pode ser acessado diretamente.
setting-known-networks = Redes conhecidas
setting-known-networks-none = Todos os perfis podem ser conectados em todas as redes. Escolha “Redes…” no menu de um perfil para mudar isso.
setting-known-network-change = Alterar redes de { $name }
setting-notifications = Notificações
setting-notifications-all = Todas
setting-notifications-not-mine = Só o que não fui eu que fiz
setting-notifications-none = Nenhuma
setting-tray-click = Um clique no ícone da bandeja
setting-tray-click-toggle-last = Conecta ou desconecta
setting-tray-click-open-window = Abre esta janela
setting-sort = Ordem dos perfis
setting-sort-last-used = Últimos usados primeiro
setting-sort-name = Por nome
setting-sort-added = Últimos adicionados primeiro
setting-remember = Oferecer lembrar senhas
setting-remember-hint = No chaveiro deste computador. O que já está guardado fica até você esquecê-lo.
setting-forget = Senhas lembradas
setting-forget-count =
    { $count ->
        [0] Nada está guardado.
        [one] Um perfil tem algo guardado.
        [many] { $count } de perfis têm algo guardado.
       *[other] { $count } perfis têm algo guardado.
    }
setting-forget-all = Esquecer todas…
setting-forget-question = Esquecer todas as senhas lembradas?
setting-forget-text = Elas serão pedidas na próxima vez que você conectar.
setting-forget-confirm = Esquecer todas
setting-live-check = Verificar túneis a cada minuto
setting-live-check-hint = Enquanto esta janela estiver aberta. Só o servidor da VPN e seus servidores de nomes são consultados.
setting-history = Manter um histórico do tráfego
setting-history-hint = Quanto passou por cada perfil, só neste computador.
setting-update-check = Procurar novas versões
setting-update-check-hint = Uma vez por dia. Nada é baixado nem instalado sozinho.
setting-diagnostics = Diagnóstico
setting-diagnostics-hint = O que quem ajuda você precisa saber, em um arquivo que você pode ler antes.
setting-diagnostics-open = Mostrar…
setting-log = Registro
setting-log-hint = O que o serviço do Adit fez.
setting-log-open = Abrir
setting-reset = Redefinir
setting-reset-hint = Restaura tudo nesta página, menos o que vale para o computador inteiro. Perfis e senhas permanecem.
setting-reset-all = Redefinir…
setting-reset-question = Redefinir todas as configurações?
setting-reset-text = Perfis, senhas e a proteção deste computador ficam como estão.
setting-reset-confirm = Redefinir
settings-cancel = Cancelar

## Diagnostics

diagnostics-title = Diagnóstico
diagnostics-back = Voltar
diagnostics-text = Nada é enviado. Estas são todas as linhas que o arquivo terá. Chaves e senhas nunca estão nele.
diagnostics-names = Incluir nomes de perfis, servidores e usuários
diagnostics-addresses = Incluir endereços
diagnostics-save = Salvar…
diagnostics-copy = Copiar tudo
diagnostics-lines =
    { $count ->
        [one] { $count } linha
        [many] { $count } de linhas
       *[other] { $count } linhas
    }
diagnostics-looking = Verificando…
text-saved = Salvo.

## The log page

log-levels = Mostrar
log-levels-error = Falhas
log-levels-warn = Falhas e avisos
log-levels-info = Sem detalhes
log-levels-debug = Tudo
log-save = Salvar…
