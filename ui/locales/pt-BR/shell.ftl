# Texts that the window, the tray and the notifications share. Failures are in failures.ftl, reports on profiles in lint.ftl.


## State

state-disconnected = Desconectado
state-connecting = Conectando
state-other-network = Inativo nesta rede
state-connected = Conectado
state-reconnecting = Reconectando
state-disconnecting = Desconectando
state-offline = Sem rede
state-waiting = Aguardando
state-failed = Não conectado
state-blocked = Bloqueado
state-asking = Aguardando você
state-unknown = Desconhecido
sentence-disconnected = { $name } está desligado. Nada passa por ele.
sentence-disconnected-held = Nenhum tráfego sai até { $name } ou outro túnel estar conectado.
sentence-preparing = Abrindo { $name }. O chaveiro pode pedir para ser desbloqueado.
sentence-resolving = Procurando { $host }.
sentence-contacting = Contatando { $host }, { $transport } { $port }.
sentence-securing = Verificando se é mesmo { $host }.
sentence-authenticating = Entrando em { $host }.
sentence-configuring = Configurando o túnel.
sentence-connecting = Procurando um servidor.
sentence-asking = { $name } precisa de uma resposta sua.
sentence-all-traffic = Todo o tráfego passa por { $name }.
sentence-all-traffic-ipv4 = Todo o tráfego IPv4 passa por { $name }.
sentence-all-traffic-ipv6-held = Todo o tráfego passa por { $name }; IPv6, que ele não transporta, está bloqueado.
sentence-some-traffic =
    { $count ->
        [one] Só uma rede passa por { $name }.
        [many] Só { $count } de redes passam por { $name }.
       *[other] Só { $count } redes passam por { $name }.
    }
sentence-no-traffic = Só a rede do próprio túnel passa por { $name }.
sentence-reconnecting = A conexão caiu. O tráfego de { $name } fica bloqueado até ela voltar.
sentence-still-trying = { $count } tentativas falharam. O Adit continua até { $name } conectar ou você cancelar.
sentence-still-reconnecting = { $count } tentativas falharam. O tráfego de { $name } está bloqueado; desconecte para liberá-lo.
sentence-disconnecting = Restaurando a rede como estava.
sentence-failed = Não foi possível conectar { $name }.
sentence-blocked = O tráfego de { $name } está bloqueado. Desconecte para liberá-lo.
sentence-unknown = O Adit não tem como saber sem o seu serviço.

## Waiting

waiting-next-try =
    { $seconds ->
        [0] Próxima tentativa agora: { $plan }.
       *[other] Próxima tentativa em { $seconds } s: { $plan }.
    }
waiting-for-next-try = Aguardando a próxima tentativa: { $plan }.
waiting-plan = { $host } por { $transport } ({ $try })
waiting-try-number =
    { $number ->
        [1] primeira tentativa
        [2] segunda tentativa
        [3] terceira tentativa
       *[other] tentativa { $number }
    }
waiting-no-carrier = Sem conexão: nenhuma rede. Continua sozinho quando houver uma.
waiting-no-address = Sem conexão: a rede ainda não deu um endereço a este computador. Continua sozinho quando der.
waiting-no-route = Sem conexão: esta rede não leva ao servidor. Continua sozinho quando uma levar.
waiting-not-here = Não é usado na rede em que este computador está. Volta a conectar em outras.
waiting-only-elsewhere = É usado em uma só rede, e não é esta. Conecta lá.
waiting-sign-in = Esta rede exige login antes. Continua sozinho depois disso.

## Steps

step-resolving = Busca
step-contacting = Contato
step-securing = Verificação
step-authenticating = Login
step-configuring = Configuração

## The way to a tunnel, link by link

chain-helper = Serviço
chain-helper-holds = Em execução
chain-helper-broken = Parado
chain-helper-refused = Não permite
chain-network = Rede
chain-network-holds = Conectada
chain-network-broken = Não conectada
chain-network-signs-in = Exige login
chain-names = Nome do servidor
chain-names-holds = Encontrado
chain-names-broken = Não encontrado
chain-names-silent = Os servidores de nomes não respondem
chain-server = Servidor
chain-server-holds = Responde
chain-server-silent = Sem resposta
chain-server-lost = Parou de responder
chain-server-proxy = Inacessível pelo proxy
chain-server-untrusted = Não provou ser o servidor certo
chain-server-other = Responde, mas não como este perfil espera
chain-sign-in = Login
chain-sign-in-holds = Aceito
chain-sign-in-broken = Não aceito
chain-computer = Configuração
chain-computer-holds = Concluída
chain-computer-broken = Impossível neste computador
chain-computer-options = O que o servidor quer não combina
chain-computer-clock = O relógio deste computador está errado
chain-unknown = Ainda não tentado

## Profiles

servers-many =
    { $count ->
        [one] Um servidor
        [many] { $count } de servidores
       *[other] { $count } servidores
    }
sign-in-certificate = Certificado
sign-in-password = Senha
sign-in-both = Certificado e senha
sign-in-browser = Navegador
sign-in-certificate-browser = Certificado e navegador
sign-in-none = Sem login
details-all-traffic = Todo o tráfego
details-all-ipv4 = Todo o tráfego IPv4
details-all-ipv6 = Todo o tráfego IPv6
details-server-value = { $host }, { $transport } { $port }
details-server-address-value = { $host } ({ $address }), { $transport } { $port }
other-user = usuário { $uid }
other-connection = Uma conexão

## Keychain and storage

keychain-missing = Este ambiente não tem um chaveiro que responda.
    .advice = Perfis e senhas ficam na memória até você sair do Adit. Inicie um chaveiro, como GNOME Keyring ou KWallet, para mantê-los.
network-sign-in = Esta rede exige login antes.
    .advice = Abra a página dela e entre; o Adit conecta sozinho. Enquanto o tráfego está bloqueado, seu navegador acessa a página por no máximo cinco minutos.
network-no-server = Este não é o endereço de um servidor.
    .advice = Informe um endereço como 192.168.1.1, com a porta se não for 443.
keychain-locked = O chaveiro continuou bloqueado.
    .advice = Desbloqueie-o e tente de novo. Até lá, perfis e senhas ficam só na memória.
keychain-profile = { $name } está criptografado, e sua chave está no chaveiro.
    .advice = Inicie e desbloqueie o chaveiro e tente de novo. Se a chave se perdeu, importe o perfil de novo.
profile-sealed = { $name } não abre com a chave do chaveiro.
    .advice = Importe o perfil de novo.
profile-damaged =
    { $count ->
        [one] Não foi possível ler um perfil salvo.
        [many] Não foi possível ler { $count } de perfis salvos.
       *[other] Não foi possível ler { $count } perfis salvos.
    }
    .advice =
        { $count ->
            [one] Ele fica onde está. Importe-o de novo ou mova-o para outro lugar.
            [many] Eles ficam onde estão. Importe-os de novo ou mova-os para outro lugar.
           *[other] Eles ficam onde estão. Importe-os de novo ou mova-os para outro lugar.
        }
profile-not-written = Não foi possível gravar { $name } no disco.
    .advice = Ele fica na memória até você sair do Adit. Verifique o espaço livre e as permissões da pasta.
arrangement-not-written = Não foi possível gravar favoritos e grupos no disco.
    .advice = Eles valem até você sair do Adit. Verifique o espaço livre e as permissões da pasta.
arrangement-damaged = Não foi possível ler favoritos e grupos.
    .advice = Todos os perfis estão aí. O arquivo danificado foi mantido ao lado deles.
groups-too-many = Já há 1.000 grupos, e não são mantidos mais.
    .advice = Coloque os perfis em um deles.
group-name-taken = Outro grupo se chama { $name }.
    .advice = Digite outro nome.
group-unknown = Este grupo não existe.
profile-unknown = Este perfil não existe.
    .advice = Talvez tenha sido removido. Escolha outro.
name-empty = Um perfil precisa de um nome.
    .advice = Digite um.
prompt-incomplete = Falta algo neste formulário.
    .advice = Preencha o que falta e tente de novo.
prompt-over = Esta pergunta não está mais aberta.
    .advice = Conecte de novo para recebê-la outra vez.
browser-signed-in = Login concluído.
    .advice = Você pode fechar esta página. O Adit continua a conexão.
browser-port-taken = O login não consegue voltar do navegador: a porta { $port } desta máquina está em uso.
    .advice = Conclua ou cancele o outro login que espera pelo navegador, ou feche o outro programa de VPN, e abra o navegador de novo.
guide-missing = O guia não está neste computador.
    .advice = Ele vem com o pacote do Adit. No código-fonte, é docs/guide.md.
guide-not-opened = Não foi possível abrir o guia.
    .advice = Nenhum programa abre esse tipo de arquivo aqui. Ele está em /usr/share/doc/adit.
browser-not-opened = Não foi possível abrir o navegador.
    .advice = Copie o link e abra-o em um navegador.
link-not-secure = O servidor enviou um link que não é um endereço https.
    .advice = Fale com quem forneceu o perfil. O Adit não abre links assim.

## Import

import-not-file = Isto não é um arquivo nem uma pasta.
    .advice = Escolha um perfil, um arquivo compactado ou uma pasta com perfis.
import-not-found = O arquivo não existe.
    .advice = Escolha-o de novo.
import-unreadable = Não foi possível ler o arquivo.
    .advice = Verifique as permissões e escolha-o de novo.
import-too-large = Isto é grande demais para ser um perfil.
    .advice = Escolha o próprio arquivo .ovpn. Um perfil tem no máximo { $limit } KB.
import-nothing-inside = Não há nenhum perfil nele.
    .advice = O Adit procura arquivos .ovpn, .conf, .tblk e .mobileconfig. Pergunte a quem o forneceu qual arquivo é o perfil.
import-archive-damaged = Não foi possível extrair o arquivo compactado.
    .advice = Ele pode estar incompleto ou não ser um arquivo compactado. Baixe-o de novo.
import-archive-large = Há muito mais do que perfis neste arquivo compactado.
    .advice = Extraia-o você mesmo e importe os perfis que ele contém.
import-archive-escape = Este arquivo compactado foi feito para gravar fora da própria pasta, por isso o Adit não o abre.
    .advice = Peça outro a quem o forneceu.
import-archive-locked = O arquivo compactado é protegido por senha.
    .advice = Extraia-o você mesmo e importe a pasta.
import-archive-unsupported = O arquivo está compactado de um modo que o Adit não conhece.
    .advice = Extraia-o você mesmo e importe a pasta.
import-mobileconfig-unreadable = Não foi possível ler o perfil de configuração.
    .advice = Peça-o em XML, ou um arquivo .ovpn, a quem o forneceu.
import-mobileconfig-encrypted = O perfil de configuração está criptografado para um único dispositivo.
    .advice = Peça um arquivo .ovpn a quem o forneceu.
import-mobileconfig-other = Não há perfil OpenVPN neste perfil de configuração.
    .advice = Peça um arquivo .ovpn a quem o forneceu.
import-too-many = Perfis demais de uma vez.
    .advice = Importe no máximo { $limit } por vez.
import-over = Esta importação terminou.
    .advice = Importe de novo.
import-skipped-file = Nenhum destes arquivos está faltando.
    .advice = Escolha os arquivos indicados na lista.
import-side-large = Este arquivo é grande demais para pertencer a um perfil.
    .advice = Escolha o próprio certificado ou chave. O máximo é { $limit } KB.
import-ready = Pronto para importar.
import-ready-warnings = Pronto para importar. Há algo a saber sobre ele.
import-expired = { $said }
    .advice = Você pode importá-lo, mas não conectar com ele.
import-fixable = Este perfil não pode ser usado como está.
    .advice = O Adit pode corrigi-lo: veja as correções abaixo.
import-refused = Este perfil não pode ser usado.
    .advice = As linhas abaixo dizem o motivo. Peça outro a quem o forneceu.
import-needs-file =
    { $count ->
        [one] Este perfil precisa de um arquivo que não está junto dele.
        [many] Este perfil precisa de { $count } de arquivos que não estão junto dele.
       *[other] Este perfil precisa de { $count } arquivos que não estão junto dele.
    }
    .advice = Escolha { $file } para continuar.
import-needs-address = Este perfil tem um texto provisório no lugar do endereço do servidor.
    .advice = Digite o endereço no lugar de “{ $placeholder }” na linha { NUMBER($line, useGrouping: "false") }.
import-package-scripts = O pacote traz programas que o Tunnelblick executaria: { $scripts }. O Adit não executa nenhum deles.
import-identity-elsewhere = O certificado e a chave estão em outra parte do perfil de configuração. Se o login falhar, peça um arquivo .ovpn a quem o forneceu.
import-redirected = Veio de { $host }, para onde o link levou.
import-more-servers = e mais { $count }
import-sign-in-both = Você entra com o certificado deste perfil, nome de usuário e senha.
import-sign-in-certificate = Você entra com o certificado deste perfil.
import-sign-in-password = Você entra com nome de usuário e senha.
import-sign-in-browser = Você entra pelo navegador.
import-sign-in-certificate-browser = Você entra com o certificado deste perfil e pelo navegador.
import-sign-in-none = Este perfil não indica nenhuma forma de login.
import-sign-in-user = O nome de usuário é { $user }.
import-sign-in-passphrase = A chave pede sua frase secreta.
import-sign-in-challenge = O servidor faz mais uma pergunta a cada vez.
import-traffic-server = O servidor diz o que passa pelo túnel.
import-traffic-everything = Todo o tráfego passa pelo túnel.
import-traffic-nothing = Só a rede do próprio túnel passa por ele, diga o servidor o que disser.
import-traffic-only =
    Só { $routes } { $count ->
        [one] passa
        [many] passam
       *[other] passam
    } pelo túnel, diga o servidor o que disser.
import-traffic-routes =
    { $routes } { $count ->
        [one] passa
        [many] passam
       *[other] passam
    } pelo túnel, além do que o servidor acrescentar.
import-dns-server = O servidor diz quais servidores DNS respondem.
import-dns = { $servers } respondem às consultas DNS, a menos que o servidor indique outros.

## Links

import-link-asks = Algo pede ao Adit que baixe um perfil de { $host }.
    .advice = Continue só se você conhece { $host } e fez esse pedido.
import-need-fetch = Baixar o perfil de { $host }
import-link-signs-in = { $host } fornece perfis após um login no navegador.
    .advice = Entre lá. O que você baixar abrirá no Adit.
import-need-browser = Abrir { $host } no navegador
import-link-long = Este link é longo demais.
    .advice = Baixe o perfil no navegador e depois importe o arquivo.
import-link-not-secure = O Adit só baixa perfis por https.
    .advice = Peça a quem deu o link um que comece com https://.
import-link-malformed = O Adit não consegue seguir este link.
    .advice = Copie-o de novo, ou baixe o perfil no navegador e importe o arquivo.
import-link-credentials = Há um nome de usuário ou uma senha neste link.
    .advice = Baixe o perfil no navegador e depois importe o arquivo.
import-link-local = Este link leva ao seu próprio computador ou rede, o que um link não pode fazer.
    .advice = Se for essa a intenção, baixe o perfil no navegador e depois importe o arquivo.
import-fetch-no-address = Não existe servidor chamado { $host }.
    .advice = Verifique o link e a rede e tente de novo.
import-fetch-unreachable = Não foi possível acessar { $host }, ou ele não provou ser { $host }.
    .advice = Verifique a rede e tente de novo. Se o certificado não é de uma autoridade conhecida, baixe o perfil no navegador.
import-fetch-status = { $host } não fornece este perfil.
    .advice = O link pode valer só uma vez ou ser antigo demais. Peça um novo.
import-fetch-redirects = { $host } leva de um endereço a outro sem fim.
    .advice = Baixe o perfil no navegador e depois importe o arquivo.
import-fetch-no-profile = O que { $host } enviou não é um perfil.
    .advice = O link pode levar a uma página de login. Baixe o perfil no navegador e depois importe o arquivo.
import-fetch-no-sign-in = { $host } só fornece perfis na sua página web.
    .advice = Entre lá pelo navegador, baixe o perfil e depois importe o arquivo.
import-fetch-slow = { $host } demorou demais.
    .advice = Verifique a rede e tente de novo.
import-temporary = { $name } fica só na memória, pois não há chaveiro para criptografá-lo.
    .advice = Inicie um chaveiro, como GNOME Keyring ou KWallet, para mantê-lo.
import-temporary-many = { $count } perfis ficam só na memória, pois não há chaveiro para criptografá-los.
    .advice = Inicie um chaveiro, como GNOME Keyring ou KWallet, para mantê-los.

## Editor

edit-closed = Este perfil não está aberto no editor.
    .advice = Abra-o de novo.
edit-no-text = Este perfil não pode ser escrito como texto.
    .advice = Importe-o de novo para alterá-lo.
edit-mark = Uma linha que representa uma chave ou senha foi alterada.
    .advice = Restaure-a como estava, ou apague-a, na linha { NUMBER($line, useGrouping: "false") }.
edit-refused = O perfil não pode ser salvo assim.
    .advice = As linhas abaixo dizem o motivo.
edit-form = Não é possível escrever { $value } no perfil.
edit-form-empty = Não é possível escrever isto no perfil.
edit-next-time = { $name } está conectado como antes. A alteração vale a partir da próxima conexão.
    .advice = Desconecte e conecte de novo para usá-la já.
export-title = Salvar { $name }. O arquivo contém as chaves: guarde-o só para você.
export-failed = Não foi possível gravar o arquivo.
    .advice = Escolha outra pasta ou verifique o espaço livre.
duplicate-name = { $name } (cópia)

## Tray

tray-title = Adit
tray-none = Ainda sem perfis
tray-helper = O serviço não está em execução
tray-several = { $count } conexões
tray-left-out =
    { $count ->
        [one] Mais um na janela…
        [many] Mais { $count } de na janela…
       *[other] Mais { $count } na janela…
    }
tray-profile = { $name }: { $state }
tray-let-out = Liberar o tráfego
tray-open = Abrir o Adit
tray-quit = Sair

## Notifications

notify-connected = Conectado a { $name }
notify-ended = { $name } foi desconectado
notify-failed = Não foi possível conectar { $name }
notify-blocked = { $name } precisa de você
notify-reconnecting = { $name } perdeu a conexão
notify-asking = { $name } precisa de uma resposta sua
    .advice = Abra o Adit para responder.
notify-background = O Adit continua em segundo plano
    .advice = Abra o Adit de novo para ver a janela. “Sair do Adit” no menu o encerra.
notify-helper = O serviço do Adit parou
    .advice = Túneis podem ter caído. O Adit se reconecta ao serviço assim que ele voltar.

## File chooser

import-choose = Importar perfis
import-filter = Perfis de VPN
import-filter-all = Todos os arquivos
import-choose-folder = Importar uma pasta de perfis
import-choose-side = Escolher os arquivos de que { $name } precisa

## The helper as a service of the system

helper-asking = Aguardando a permissão…
helper-starting = Iniciando o serviço…
helper-not-installed = O serviço do Adit não está instalado neste sistema.
    .advice = Instale o pacote do Adit. Se você mesmo compilou o Adit, “make run” inicia os dois.
helper-off = Para conectar é preciso o serviço do Adit, que não está ativado.
    .advice = Importar e editar funcionam sem ele.
helper-stopped = O serviço do Adit foi parado.
    .advice = Não é possível criar túneis sem ele.
helper-starts = O serviço do Adit está iniciando.
    .advice = Isso leva um momento.
helper-silent = O serviço do Adit está em execução, mas não responde.
    .advice = Iniciá-lo de novo resolve na maioria dos casos.
helper-failing = O serviço do Adit encerrou sozinho.
    .advice = Inicie-o de novo. Se encerrar outra vez, “Verificar o computador” no menu pode mostrar o motivo.
helper-blocked = Um administrador bloqueou o serviço do Adit neste computador.
    .advice = Um administrador pode permiti-lo com “sudo systemctl unmask aditd adit-netd”.
helper-refused = Você não tem permissão para iniciar o serviço do Adit neste computador.
    .advice = Fale com quem o administra, ou tente de novo com uma senha de administrador.
helper-nobody-to-ask = Um administrador precisa permitir isto, e este ambiente não consegue pedir a senha.
    .advice = Um administrador pode fazer isso com “sudo systemctl enable --now aditd adit-netd”.
helper-not-started = Não foi possível iniciar o serviço do Adit.
    .advice = Tente de novo ou veja “Verificar o computador” no menu.
