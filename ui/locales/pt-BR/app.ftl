# Texts of the window itself. Failures, states and reports come finished from the shell (the other files).
# Two sentences at most: what happened, and what to do. No codes, no exclamation marks.

app-name = Adit

## Header and menu

header-import = Importar
header-import-label = Importar perfis
import-way-files = Escolher arquivos…
import-way-folder = Escolher uma pasta…
import-way-text = Colar um texto…
import-way-link = Colar um link…
header-menu = Menu
menu-log = Registro
menu-guide = Guia
menu-about = Sobre o Adit
menu-quit = Sair do Adit

## Starting

starting = Procurando seus perfis…

## Notices above the card

helper-searching = Procurando o serviço do Adit…
helper-log = Ver o motivo no registro
notice-dismiss = Dispensar
helper-doctor = Verificar o computador
helper-way-look = Verificar de novo
helper-way-enable = Ativar
helper-way-start = Iniciar
helper-way-start-again = Iniciar de novo
helper-way-restart = Reiniciar
helper-way-quit = Sair do Adit
helper-way-wait = Iniciando…

## First start

setup-title = O Adit amplia os recursos de VPN deste computador.
setup-question = Deseja ativar isso?
setup-text = OK inicia o serviço do Adit, agora e sempre que o computador for ligado. O sistema pode pedir a senha de um administrador.
setup-decline = Não permitir
setup-accept = OK
setup-details = O que isso muda
setup-detail-engine = O serviço “aditd” se comunica com os servidores VPN. Ele não tem privilégios neste computador.
setup-detail-broker = O serviço “adit-netd” configura túneis, rotas e DNS. Ele pode alterar a rede, e nada mais.
setup-detail-start = Os dois iniciam com o computador e não fazem nada até você se conectar. Só bloqueiam o tráfego se você tiver escolhido isso.
setup-detail-undo = “sudo systemctl disable --now aditd adit-netd” desfaz isso; remover o Adit também.

## Checking this computer

menu-doctor = Verificar o computador
doctor-title = Verificação do computador
doctor-back = Voltar
doctor-looking = Verificando…
doctor-troubles =
    { $count ->
        [0] Nenhum problema
        [one] Um problema
        [many] { $count } de problemas
       *[other] { $count } problemas
    }
doctor-again = Verificar de novo
doctor-copy = Copiar
doctor-level-ok = Bom
doctor-level-notice = Bom saber
doctor-level-problem = Problema

## Holding traffic back

protection-question = Quando o tráfego deve ser bloqueado neste computador?
protection-lan = Dispositivos da rede local continuam acessíveis
protection-lan-hint = Impressoras, roteadores e similares, enquanto o tráfego está bloqueado.
protection-check = Detectar se uma rede exige login
protection-check-hint = Se nenhum servidor responder, uma breve requisição sem cookies vai a uma página de teste, fora do túnel.
protection-unknown = O serviço do Adit guarda esta escolha e não está disponível no momento.
protection-let-out = Liberar o tráfego
protection-reconnect = Conectar de novo
protection-hold-again = Bloquear de novo
protection-portal-open = Entrar nesta rede…
protection-portal-done = Pronto

## In which network a profile is connected

network-sign-in-open = Abrir a página de login
network-title = Redes para { $name }
network-question = Onde deve ser conectado?
network-everywhere = Em todo lugar
network-not-on = Menos em uma rede que conheço
network-not-on-hint = Desativado no trabalho ou em casa, ativado no resto.
network-only-on = Só em uma rede que conheço
network-only-on-hint = Ativado nela, desativado no resto.
network-server = Um servidor dessa rede
network-server-hint = Um endereço privado acessível só nessa rede, como o do roteador: 192.168.1.1.
network-learn = Memorizar esta rede
network-learning = Consultando o servidor…
network-key = Chave de { $server }
network-key-hint = A rede é reconhecida por esta chave. O nome de uma rede sem fio qualquer um pode usar.
network-save = Salvar
network-cancel = Cancelar

## What comes back after a restart

restore-question = O que o Adit deve reconectar sozinho?
restore-nothing = Nada
restore-was-connected = O que estava conectado (recomendado)
restore-at-login = Iniciar o Adit na bandeja quando eu entrar no sistema
restore-was-connected-hint = Como estava antes de o computador ou o serviço do Adit ser reiniciado.
restore-chosen = Estes perfis
restore-chosen-hint = Sempre que você entrar no sistema.
restore-profiles = Perfis conectados quando você entra no sistema
restore-none = Ainda não há perfis.
restore-note = O Adit inicia com sua sessão enquanto houver algo a reconectar, e fica na bandeja. Um login que precise de você espera até você abrir a janela.

## The card

card-label = Conexão
action-connect = Conectar
action-cancel = Cancelar
action-disconnect = Desconectar
action-try-again = Tentar de novo
action-wait = Um momento…
action-try-now = Tentar agora
next-try-in =
    { $seconds ->
        [0] Próxima tentativa agora: { $plan }.
       *[other] Próxima tentativa em { $seconds } s: { $plan }.
    }
steps-label = Etapas
step-done = concluída
step-active = em andamento
step-ahead = a seguir
connected-for = Conectado há
cautions-title =
    { $count ->
        [one] Um ponto deste túnel não está como deveria.
        [many] { $count } de pontos deste túnel não estão como deveriam.
       *[other] { $count } pontos deste túnel não estão como deveriam.
    }
cautions-more =
    { $count ->
        [one] Mais um está em Detalhes.
        [many] Mais { $count } estão em Detalhes.
       *[other] Mais { $count } estão em Detalhes.
    }
received-total = Recebido
sent-total = Enviado
rate-received = Recebendo
rate-sent = Enviando
graph-label = Tráfego dos últimos 60 segundos: recebendo { $received }, enviando { $sent }
graph-quiet = Aguardando os primeiros números

## Panels of a tunnel, and the way to one link by link

panel-traffic = Tráfego
panel-connection = Conexão
panel-chain = O que o Adit vê
panel-profile = Perfil
panel-sign-in = Login
panel-last-used = Última conexão
chain-is-holds = em ordem
chain-is-broken = com falha
chain-is-unknown = desconhecido
chain-way-edit = Editar o perfil

## Details of a tunnel

details = Detalhes
details-server = Servidor
details-addresses =
    { $count ->
        [one] Endereço
        [many] Endereços
       *[other] Endereços
    }
details-protocol = Protocolo
details-cipher = Cifra
details-tls = TLS
details-dns = DNS
details-networks = Pelo túnel
details-interface = Interface
details-interface-value = { $name }, MTU { $mtu }
details-packets = Pacotes
details-dropped = Descartados
details-path = Envio
details-notes = Notas
details-session = Sessão
details-pac = Script de proxy
details-banner = Aviso do servidor
details-none = nenhum
details-copy = Copiar { $what }
details-copy-all = Copiar tudo
copied = Copiado
failure-detail = Detalhes
failure-copy = Copiar detalhes

## Profiles

profiles-label = Perfis
profiles-search = Buscar perfis
profiles-search-count = Buscar em { $count } perfis
profiles-search-clear = Limpar a busca
profiles-none-found = Nenhum perfil corresponde a “{ $query }”.
profiles-show-all = Mostrar todos os perfis
profiles-drop-hint = Solte arquivos .ovpn em qualquer lugar para importá-los
strip-state = { $name }: { $state }
row-menu = Ações para { $name }
row-connect = Conectar
row-disconnect = Desconectar
row-cancel = Cancelar
row-try-again = Tentar de novo
row-edit = Editar
row-rename = Renomear
row-duplicate = Duplicar
row-export = Exportar…
row-network = Redes…
row-forget = Esquecer login
row-remove = Remover
row-rename-label = Novo nome de { $name }
row-never-used = nunca usado
row-temporary = some ao sair do Adit
row-managed = Da sua organização
others-label = Também neste computador
other-connection = { $name } ({ $owner })

## No profile yet

empty-title = Adicione seu primeiro perfil
empty-text = Solte arquivos .ovpn aqui ou escolha-os. Também é possível colar o texto de um perfil ou um link.

## Drag and drop, paste

drop-title = Solte para importar
drop-text = O Adit os lê e mostra o que encontrou. Nada é guardado antes de você confirmar.
pasted-profile = Perfil colado

## Import sheet

import-title =
    { $count ->
        [one] Importar um perfil
        [many] { $count } de arquivos para importar
       *[other] { $count } arquivos para importar
    }
import-place = { $number } de { $count }
import-back = Voltar à lista
import-previous = Anterior
import-next = Próximo
import-found-label = O que foi encontrado
import-detail = O que foi encontrado no arquivo
import-row =
    { $taken ->
        [yes] { $name }: { $headline } Será importado.
       *[no] { $name }: { $headline } Não será importado.
    }
import-take = Importar { $name }
import-name = Nome
import-from = De { $file }
import-second = { $name } ({ $number })
import-servers =
    { $count ->
        [one] Servidor
        [many] Servidores
       *[other] Servidores
    }
import-more-servers =
    { $count ->
        [one] Mais um
        [many] Mais { $count }
       *[other] Mais { $count }
    }
import-sign-in = Login
import-traffic = Tráfego
import-dns = DNS
import-existing = “{ $name }” já existe, e este é diferente
import-same = “{ $name }” já existe, e nada mudou nele
place-new = Manter os dois
place-replace = Substituir “{ $name }”
place-skip = Deixar este de fora
place-all =
    { $count ->
        [one] Fazer o mesmo com mais um que já existe
        [many] Fazer o mesmo com mais { $count } que já existem
       *[other] Fazer o mesmo com mais { $count } que já existem
    }
import-note-refused =
    { $count ->
        [one] Um não pode ser usado e fica de fora.
        [many] { $count } não podem ser usados e ficam de fora.
       *[other] { $count } não podem ser usados e ficam de fora.
    }
import-note-needs =
    { $count ->
        [one] Um está incompleto e fica de fora.
        [many] { $count } estão incompletos e ficam de fora.
       *[other] { $count } estão incompletos e ficam de fora.
    }
import-note-skipped =
    { $count ->
        [one] Um fica de fora por sua escolha.
        [many] { $count } ficam de fora por sua escolha.
       *[other] { $count } ficam de fora por sua escolha.
    }
import-confirm =
    { $count ->
        [0] Importar
        [one] Importar perfil
        [many] Importar { $count } de perfis
       *[other] Importar { $count } perfis
    }
import-cancel = Cancelar
import-close = Fechar
import-leave-title = Sair sem importar?
import-leave-text = O que você alterou aqui será perdido. Os arquivos ficam onde estão.
import-leave-stay = Ficar
import-leave-leave = Sair
import-connect = Conectar

## What is missing before something can be imported

needs-title = O que falta
need-find = Localizar o arquivo…
need-address = Endereço do servidor
need-use = Usar
need-fetch = Baixar
need-browser = Entrar pelo navegador

## Fixes

fixes-title =
    { $count ->
        [one] Uma sugestão
        [many] { $count } de sugestões
       *[other] { $count } sugestões
    }
fixes-all = Aplicar todas
fixes-diff = O que muda
fixes-diff-label = O que muda: { $title }
diff-removed = removido:
diff-added = adicionado:

## What each line does

report-title = O que cada linha faz
report-whole = Sobre o arquivo inteiro
report-filter = Linhas mostradas
report-lines-label = Linhas
report-line = Linha { NUMBER($line, useGrouping: "false") }
report-lines = Linhas { NUMBER($first, useGrouping: "false") } a { NUMBER($last, useGrouping: "false") }
report-more =
    { $count ->
        [one] Mostrar mais uma linha
        [many] Mostrar mais { $count } de linhas
       *[other] Mostrar mais { $count } linhas
    }
verdict-used = Usada
verdict-replaced = Substituída
verdict-ignored = Ignorada
verdict-warning = Atenção
verdict-refused = Recusada

## Pasting a text or a link

paste-text-title = Colar um perfil
paste-text-label = Texto do perfil
paste-text-submit = Mostrar o conteúdo
paste-link-title = Importar de um link
paste-link-label = Link
paste-link-hint = Um endereço que começa com https://
paste-link-host = O Adit vai baixar o perfil de { $host }.
paste-link-submit = Baixar
link-fetching = Baixando de { $host }…
link-stop = Parar

## Editing a profile

edit-title = Editar { $name }
edit-back = Voltar
edit-tabs = Modos de edição
edit-tab-form = Configurações
edit-tab-text = Avançado: como texto
edit-name = Nome
edit-servers = Servidores, na ordem em que são tentados
edit-server-host = Servidor { $place }
edit-server-port = Porta
edit-server-transport = Protocolo
transport-udp = UDP
transport-tcp = TCP
edit-server-up = Mover { $host } para cima
edit-server-down = Mover { $host } para baixo
edit-server-remove = Remover { $host }
edit-server-add = Adicionar servidor
edit-server-moved = { $host } é o servidor { $place } de { $count }.
edit-server-removed = { $host } foi removido.
edit-random = Tentar em ordem aleatória
edit-username = Nome de usuário
edit-username-hint = Vazio: será perguntado.
edit-traffic = O que passa pelo túnel
edit-traffic-as-server-says = O que o servidor disser
edit-traffic-everything = Tudo
edit-traffic-only-routes = Só as redes abaixo
edit-routes = Redes pelo túnel
edit-routes-hint = Uma por linha, como 10.20.0.0/16.
edit-dns = Servidores DNS
edit-dns-hint = Um endereço por linha. Vazio: vale o que o servidor disser.
edit-search = Domínios de busca
edit-search-hint = Um por linha. Nomes curtos são procurados neles.
edit-reconnect = Novas tentativas
edit-reconnect-first = Primeira pausa, em segundos
edit-reconnect-largest = Pausa mais longa, em segundos
edit-reconnect-own = Definido pelo Adit
edit-text = Texto do perfil
edit-text-hint = Chaves e senhas ficam onde estão; uma marca aparece no lugar delas.
edit-line = Linha { NUMBER($line, useGrouping: "false") } · { $verdict }
edit-verdict-importable = Este perfil pode ser usado como está.
edit-verdict-importable-with-warnings = Este perfil pode ser usado. Algumas linhas merecem atenção.
edit-verdict-reject = Este perfil não pode ser usado como está.
edit-changes = Ver o que mudou
edit-cancel = Cancelar
edit-save = Salvar
edit-leave-title = Sair sem salvar?
edit-leave-text = O que você alterou neste perfil será perdido.
edit-leave-stay = Ficar
edit-leave-leave = Sair
changes-title = O que mudou desde a importação
changes-label = Do original ao perfil salvo
changes-text = O perfil é mantido como foi importado.
changes-none = Nada. O perfil está como foi importado.
changes-unsaved = O que você acabou de digitar não está nesta comparação: ainda não foi salvo.
changes-restore = Voltar ao original
changes-close = Fechar
export-title = Exportar { $name }?
export-text = O arquivo contém tudo o que é preciso para conectar, inclusive as chaves. Quem tiver o arquivo pode usá-las.
export-export = Exportar…

## Prompts while connecting

prompt-credentials = Entrar em { $name }
prompt-passphrase = Desbloquear a chave de { $name }
prompt-challenge = { $name } faz mais uma pergunta
prompt-confirm = { $name } espera sua confirmação em outro lugar
prompt-confirm-waiting = Faça o que o servidor diz. Depois o Adit conecta sozinho.
prompt-browser = Entrar em { $name } pelo navegador
prompt-passphrase-text = A chave privada deste perfil é protegida por uma frase secreta.
prompt-browser-text = A página de login abre no seu navegador, em { $host }. O Adit conecta quando você terminar lá.
prompt-browser-open = Abrir o navegador
prompt-browser-again = Abrir de novo
prompt-browser-copy = Copiar o link
prompt-browser-waiting = Aguardando o login no navegador…
prompt-username = Nome de usuário
prompt-password = Senha
prompt-passphrase-field = Frase secreta
prompt-response = Resposta
prompt-field = Campo { $number }
prompt-optional = { $label } (opcional)
prompt-choose = Escolher…
prompt-form-not-kept = O que você preencher aqui não será lembrado.
prompt-banner = { $name } mostra primeiro uma mensagem
prompt-banner-text = O servidor quer que você aceite isto antes de permitir a entrada.
prompt-banner-label = Mensagem do servidor
prompt-accept = Aceitar
prompt-decline = Recusar
prompt-show = Mostrar o que é digitado
prompt-hide = Ocultar o que é digitado
prompt-remember = Lembrar no chaveiro
prompt-remember-memory = Lembrar até sair do Adit
prompt-username-locked = Este nome é definido pelo perfil.
prompt-cancel = Cancelar
prompt-submit-credentials = Entrar
prompt-submit-passphrase = Desbloquear
prompt-submit-challenge = Enviar

## Log

log-title = Registro
log-back = Voltar
log-filter = Filtrar linhas
log-filter-clear = Limpar o filtro
log-follow = Seguir
log-copy = Copiar tudo
log-empty = Nada foi registrado ainda.
log-none-found = Nenhuma linha corresponde a “{ $query }”.
log-lines =
    { $count ->
        [one] { $count } linha
        [many] { $count } de linhas
       *[other] { $count } linhas
    }
log-level-error = falha
log-level-warn = aviso
log-level-info = info
log-level-debug = depuração
log-unread = Não foi possível ler o registro.

## About

about-text = Um cliente VPN para perfis OpenVPN.
about-version = Versão { $version }
about-licence = { $licence }
about-contract = Contrato do serviço { $contract }
about-licences = Software utilizado
about-close = Fechar

## Quitting

quit-title = Sair do Adit?
quit-text =
    { $count ->
        [one] { $name } está conectado. Sair vai desconectá-lo.
        [many] { $count } de túneis estão conectados. Sair vai desconectá-los.
       *[other] { $count } túneis estão conectados. Sair vai desconectá-los.
    }
quit-stay = Ficar
quit-quit = Sair

## Toasts

toast-removed =
    { $count ->
        [one] { $name } foi removido.
        [many] { $count } de perfis foram removidos.
       *[other] { $count } perfis foram removidos.
    }
toast-imported =
    { $count ->
        [one] { $name } foi importado.
        [many] { $count } de perfis foram importados.
       *[other] { $count } perfis foram importados.
    }
toast-duplicated = { $name } foi duplicado.
toast-exported = { $name } foi exportado.
toast-saved = { $name } foi salvo.
toast-undo = Desfazer
toast-forgotten = O login de { $name } foi esquecido.
toast-failed = Não funcionou.
toast-close = Fechar
toasts-label = Mensagens

## For screen readers only

announce-state = { $name }: { $state }. { $sentence }
announce-failure = { $name }: { $title } { $advice }
