# Why a line of a profile is ignored, worth a note, or refused. `.advice` is the remedy, where the user has one.


## Not a profile

lint-empty = O arquivo está vazio.
    .advice = Baixe ou copie o perfil de novo.
lint-too-large = O arquivo é maior do que qualquer perfil.
    .advice = Escolha o próprio arquivo .ovpn. Um perfil tem no máximo { $limit_kib } KiB.
lint-utf16 = O arquivo é texto UTF-16.
    .advice = Abra-o em um editor de texto, salve como UTF-8 e importe de novo.
lint-binary = O arquivo não é texto.
    .advice = Escolha o próprio arquivo .ovpn. Se veio compactado, extraia-o antes.
lint-nul-bytes = O texto está danificado aqui: contém bytes nulos.
    .advice = Baixe ou copie o perfil de novo.
lint-web-page = O arquivo é uma página web, não um perfil.
    .advice = O link provavelmente levou a uma página de login. Entre lá pelo navegador e baixe o perfil de novo.
lint-conflict-marker = Duas versões do perfil foram mescladas aqui, e as marcas ainda estão nele.
    .advice = Mantenha uma versão, remova as marcas e importe de novo.
lint-line-too-long = Esta linha é mais longa do que qualquer diretiva.
    .advice = As quebras de linha podem ter se perdido. Baixe ou copie o perfil de novo.
lint-too-many-lines = O perfil tem mais de { $limit } linhas válidas, mais do que o Adit aceita.
    .advice = Escolha o próprio arquivo .ovpn. Se for o certo, peça um perfil com menos rotas.
lint-lines-joined = Faltam os fins de linha do arquivo: tudo está em uma linha, ou várias linhas estão.
    .advice = Copie ou baixe o perfil de novo como arquivo, não por um campo ou uma mensagem que junta linhas.
lint-loose-material = Um certificado ou uma chave começa aqui, sem nada que diga para que serve.
    .advice = Coloque-o entre <ca> e </ca>, <cert> e </cert>, ou <key> e </key>.
lint-unbalanced-quote = Uma aspa é aberta aqui e não é fechada.
    .advice = Feche-a em um editor de texto e importe o perfil de novo.
lint-missing-end-tag = <{ $name }> começa aqui, e falta seu fim </{ $name }>.
    .advice = O arquivo pode estar incompleto. Baixe-o ou copie-o de novo.
lint-block-on-one-line = “<{ $name }>” e o conteúdo do bloco estão em uma só linha.
    .advice = Coloque <{ $name }>, cada linha do conteúdo e </{ $name }> em linhas próprias, ou baixe o perfil de novo.
lint-stray-end-tag = </{ $name }> encerra algo que não começou.
    .advice = Remova a linha, ou coloque <{ $name }> onde deve ficar.

## The profile as a whole

lint-no-server = O perfil não indica nenhum servidor.
    .advice = Adicione uma linha “remote” com o endereço do servidor, ou peça um perfil completo a quem forneceu o perfil.
lint-too-many-servers = O perfil indica mais servidores do que o Adit aceita; os primeiros { $limit } são usados.
lint-no-authority = O perfil não diz em quem confiar: não tem autoridade certificadora.
    .advice = Peça o arquivo “ca”, ou um perfil que o contenha, a quem forneceu o perfil.
lint-not-a-client = Este não é um perfil para o cliente de um servidor.
    .advice = Se deveria ser, adicione uma linha “client” e importe de novo.
lint-no-server-check = Qualquer certificado da mesma autoridade passaria pelo servidor, até o de outro cliente.
    .advice = Pergunte a quem forneceu o perfil se “remote-cert-tls server” pode ser adicionado.
lint-no-sign-in = O perfil não tem certificado nem login seu.
    .advice = Se o servidor recusar você, pergunte a quem forneceu o perfil o que falta.
lint-certificate-without-key = O perfil tem seu certificado, mas não a chave privada dele.
    .advice = Peça o arquivo “key” a quem forneceu o perfil.
lint-key-without-certificate = O perfil tem uma chave privada, mas não o certificado dela.
    .advice = Peça o arquivo “cert” a quem forneceu o perfil.
lint-several-control-keys = O perfil tem mais de um entre tls-auth, tls-crypt e tls-crypt-v2, que se excluem.
    .advice = Pergunte a quem forneceu o perfil qual deles o servidor usa.
lint-tls-auth-without-digest = tls-auth não funciona com “auth none”.
    .advice = Pergunte a quem forneceu o perfil qual “auth” o servidor usa.
lint-generic-profile = Este é um modelo de um Access Server, não o perfil de uma pessoa.
    .advice = Entre na página do Access Server e baixe seu próprio perfil.
lint-not-utf8 = O texto não é UTF-8 e foi lido como Latin-1; nomes com acentos podem sair errados.
lint-out-of-bounds = Um valor está fora do que um perfil pode conter: { $what }.
    .advice = Peça a quem forneceu o perfil que o verifique.

## How a line is written

lint-missing-value = “{ $name }” precisa de um valor que falta.
    .advice = O perfil pode ser um modelo não preenchido. Peça um completo a quem o forneceu.
lint-bad-value = “{ $value }” não faz sentido aqui.
    .advice = Corrija-o em um editor de texto, ou fale com quem forneceu o perfil.
lint-extra-words = “{ $name }” tem mais valores do que aceita.
    .advice = Se os valores formam um só, coloque-os entre aspas; senão, remova o excesso.
lint-words-cut = A linha tem mais de 16 palavras; o resto é ignorado.
lint-long-line = A linha é mais longa do que o OpenVPN aceita. O Adit a lê mesmo assim.
lint-literal-backslash = Uma barra invertida é lida como está. O próprio OpenVPN a exigiria dobrada.
lint-repeated = A linha { $line } diz isso de novo, e é ela que vale.
lint-inline-marker = Anuncia o bloco mais abaixo.
lint-unknown-directive = O Adit não conhece “{ $name }”.
    .advice = Se não for importante, remova a linha e importe o perfil de novo.
lint-unknown-line = O Adit não conhece a diretiva desta linha. A linha não é mostrada, pois pode ser parte de uma senha ou chave.
    .advice = Veja a linha em um editor de texto. Se não for importante, remova-a e importe o perfil de novo.
lint-misspelled-directive = Essa diretiva não existe. Seria “{ $suggestion }”?
    .advice = Corrija a linha em um editor de texto, ou remova-a, e importe o perfil de novo.
lint-unknown-allowed = O Adit não a conhece, e o perfil diz que pode ser ignorada.
lint-optional-left-out = O perfil diz que pode ser ignorada.
lint-not-in-connection = “{ $name }” não cabe dentro de um bloco connection.
    .advice = Coloque a linha antes do bloco e importe o perfil de novo.
lint-replaced-by-connections = São usados os blocos connection deste perfil em vez disso.

## What cannot be used

lint-tap-device = O perfil une redes inteiras (tap). O Adit cria túneis roteados (tun).
    .advice = Peça um perfil “tun” ao administrador do servidor.
lint-server-only = “{ $name }” é para servidores.
    .advice = Peça o perfil de um cliente a quem forneceu este arquivo.
lint-static-key-mode = O perfil usa uma única chave estática em vez de certificados, o que não é mais seguro.
    .advice = Peça um perfil com certificados ao administrador do servidor.
lint-standalone-action = “{ $name }” é uma tarefa do programa openvpn, não uma configuração.
    .advice = Remova a linha e importe o perfil de novo.
lint-script =
    { $name ->
        [up] “up” executaria um programa quando a interface do túnel existisse, em geral para definir DNS ou rotas.
        [down] “down” executaria um programa no fim do túnel, em geral para desfazer o que “up” definiu.
        [route-up] “route-up” executaria um programa depois de definidas as rotas.
        [route-pre-down] “route-pre-down” executaria um programa antes de remover as rotas.
        [ipchange] “ipchange” executaria um programa sempre que o endereço do servidor mudasse.
        [dns-updown] “dns-updown” executaria um programa para definir o DNS. O Adit define o DNS por conta própria.
        [iproute-script] “iproute-script” colocaria um programa no lugar do programa do sistema para endereços e rotas. O Adit os define por conta própria.
        [tls-verify] “tls-verify” deixaria um programa julgar o certificado do servidor.
        [tls-export-cert] “tls-export-cert” gravaria o certificado do servidor em uma pasta, para programas.
        [auth-user-pass-verify] “auth-user-pass-verify” deixaria um programa julgar senhas, o que só servidores fazem.
        [learn-address] “learn-address” informaria um programa sobre clientes, que só servidores têm.
       *[other] “{ $name }” executaria um programa à escolha do perfil.
    } O Adit nunca executa programas de um perfil.
    .advice =
        { $name ->
            [up] O túnel funciona sem isso, a menos que o programa faça mais do que DNS e rotas. Retire a linha e importe o perfil de novo.
            [down] O túnel funciona sem isso. Retire a linha e importe o perfil de novo.
            [route-up] O túnel funciona sem isso, a menos que o programa defina rotas próprias. Retire a linha e importe o perfil de novo.
            [route-pre-down] O túnel funciona sem isso. Retire a linha e importe o perfil de novo.
            [ipchange] O túnel funciona sem isso. Retire a linha e importe o perfil de novo.
            [dns-updown] O túnel funciona sem isso. Retire a linha e importe o perfil de novo.
            [iproute-script] O túnel funciona sem isso. Retire a linha e importe o perfil de novo.
            [tls-verify] Sem isso, seria verificado menos do que o perfil promete. Peça um que diga o que o programa verifica, por exemplo com “verify-x509-name”.
           *[other] Se o túnel funcionar sem isso, remova a linha e importe o perfil de novo.
        }
lint-plugin = O perfil carregaria no cliente VPN uma biblioteca, que poderia fazer qualquer coisa ali, em geral para login ou DNS. O Adit nunca faz isso.
    .advice = O túnel funciona sem isso, a menos que o login precise. Retire a linha e importe o perfil de novo.
lint-dns-helper = O script que define o DNS não é executado; o Adit define o DNS por conta própria.
lint-fragment = O perfil divide pacotes à maneira do OpenVPN 1.
    .advice = Peça um perfil com “fragment” e um tamanho, ou sem, a quem forneceu o perfil.
lint-no-encryption = Com esta cifra, nada no túnel seria criptografado.
    .advice = Peça ao administrador do servidor que use AES-256-GCM, e um perfil que o indique.
lint-http-proxy-needs-tcp = Este servidor usa UDP, que um proxy HTTP não transporta.
    .advice = Peça um servidor TCP a quem forneceu o perfil, ou remova http-proxy.
lint-udp-behind-http-proxy = Este servidor é ignorado: usa UDP, que um proxy HTTP não transporta.
lint-two-proxies = O perfil indica um proxy HTTP e um proxy SOCKS para um servidor, e só um pode estar no caminho.
    .advice = Remova a linha do proxy que você não usa.
lint-proxy-ntlm = O perfil faz login no proxy com NTLM, que não é mais seguro e que o Adit não tem.
    .advice = Peça o esquema Basic ou Digest ao administrador do proxy.
lint-bad-proxy-login = Espera-se aqui um nome de usuário e uma senha em duas linhas.
lint-external-key = A chave privada está em um cartão inteligente ou com outro programa, onde o Adit ainda não pode usá-la.
    .advice = Peça um perfil que contenha a chave.
lint-revocation-folder = Os certificados revogados estão listados em uma pasta, que o Adit não lê.
    .advice = Peça a lista em um só arquivo (“crl-verify” sem “dir”).
lint-tls-remote = “tls-remote” verifica o nome do servidor de um modo que o OpenVPN abandonou.
    .advice = Substitua por “verify-x509-name” com o nome do servidor e importe o perfil de novo.
lint-scramble = Os pacotes são disfarçados com “scramble”, que só um servidor e um cliente modificados para isso sabem fazer.
    .advice = Peça ao administrador do servidor uma conexão sem isso, ou use o cliente que o provedor oferece.
lint-tls-too-old = O perfil não permite nada acima de TLS { $version }, que não é mais seguro.
    .advice = Peça ao administrador do servidor que permita TLS 1.2 ou mais recente.
lint-key-method-one = O perfil usa uma troca de chaves que o OpenVPN abandonou.
    .advice = Peça um perfil atual ao administrador do servidor.
lint-not-supported = O Adit não faz “{ $name }”, e sem isso o túnel não seria o que o perfil promete.
    .advice = Pergunte a quem forneceu o perfil se ele pode dispensar isso.
lint-unsupported-digest = O perfil precisa do hash { $digest }, que o Adit não tem.
    .advice = Peça “auth SHA256” ao administrador do servidor, e um perfil que o indique.
lint-cipher-fixed = O perfil exige { $cipher }, que não é mais segura.
    .advice = Peça ao administrador do servidor que permita AES-256-GCM nos “data-ciphers”, e um perfil que o indique.

## The environment of the profile

lint-overlaps-local = O perfil envia { $route } pelo túnel, e esta máquina está em { $network }. Dispositivos próximos podem ficar inacessíveis enquanto você estiver conectado.
    .advice = Se precisar deles, use outra rede aqui, ou peça ao administrador do servidor que mude a rota.

## Servers and files

lint-placeholder-server = “{ $value }” está onde deveria estar o endereço do servidor.
    .advice = Coloque o endereço do servidor no lugar.
lint-needs-file = O arquivo “{ $name }” é necessário e não está junto do perfil.
    .advice = Coloque-o na pasta do perfil.
lint-needs-file-elsewhere = O arquivo “{ $name }” é necessário, e o Adit só procura na pasta do perfil.
    .advice = Coloque-o lá e escreva seu nome sem pasta nesta linha.
lint-file-too-large = O arquivo “{ $name }” é grande demais para o que deveria ser.
    .advice = Coloque o certo na pasta do perfil.
lint-file-unreadable = Não foi possível ler o arquivo “{ $name }”.
    .advice = Verifique as permissões.
lint-password-file = A janela não lê “{ $name }” e pergunta a você; “aditctl connect” o lê se estiver na pasta do perfil.
lint-no-certificate = Não há certificado aqui.
    .advice = Espera-se um texto de “BEGIN CERTIFICATE” até “END CERTIFICATE”. Fale com quem forneceu o perfil.
lint-bad-certificate = O certificado está danificado.
    .advice = Baixe ou copie o perfil de novo.
lint-weak-certificate = O certificado é de um tipo antigo ({ $weakness }) que pode não ser aceito.
    .advice = Peça um novo ao administrador do servidor.
lint-certificate-expired =
    O certificado expirou { $days ->
        [0] hoje
        [1] ontem
       *[other] há { $days } dias
    }, em { DATE($not_after) }.
    .advice = O servidor não vai aceitá-lo. Peça um novo a quem forneceu o perfil.
lint-certificate-expiring =
    O certificado expira em { DATE($not_after) }{ $days ->
        [0] { "" }, hoje
        [1] { "" }, amanhã
       *[other] { "" }, em { $days } dias
    }.
    .advice = Peça um novo antes disso a quem forneceu o perfil.
lint-authority-expired =
    A autoridade que garante o servidor expirou { $days ->
        [0] hoje
        [1] ontem
       *[other] há { $days } dias
    }, em { DATE($not_after) }.
    .advice = O servidor não será confiável. Peça um novo perfil ao administrador dele.
lint-certificate-not-yet-valid = O certificado vale a partir de { DATE($not_before) }.
    .advice = Se esse dia já chegou, acerte o relógio desta máquina.
lint-bad-private-key = Não há chave privada utilizável aqui.
    .advice = Espera-se um texto de “BEGIN PRIVATE KEY” até “END PRIVATE KEY”. Fale com quem forneceu o perfil.
lint-bad-container = Não há contêiner PKCS#12 utilizável aqui.
    .advice = Espera-se um arquivo que termine em .p12 ou .pfx. Fale com quem forneceu o perfil.
lint-unsupported-lock = Está bloqueada de um modo que o Adit não conhece ({ $scheme }).
    .advice = Peça uma criptografada com AES a quem forneceu o perfil.
lint-several-identities = O perfil tem um contêiner PKCS#12 e também um certificado ou uma chave à parte.
    .advice = Pergunte a quem forneceu o perfil qual deles é o seu e remova o outro.
lint-short-client-key = A chave deste certificado tem { $bits } bits, pouco para ser segura, e o Adit não assina com ela.
    .advice = Peça um novo certificado e uma chave RSA de 2048 bits ou mais a quem forneceu o perfil.
lint-key-of-another = A chave privada não pertence a este certificado.
    .advice = Peça a chave deste certificado, ou um novo par dos dois, a quem forneceu o perfil.
lint-unsupported-certificate = Este certificado tem uma chave do tipo { $algorithm }, com a qual o Adit não consegue fazer login.
    .advice = Peça um certificado com chave RSA, ECDSA (P-256) ou Ed25519 a quem forneceu o perfil.
lint-unsupported-authority = A autoridade tem uma chave do tipo { $algorithm }, que o Adit não consegue verificar. Os servidores que ela garante não podem ser confiáveis.
    .advice = Peça ao administrador do servidor uma autoridade com chave RSA, ECDSA ou Ed25519.
lint-unsupported-private-key = Este tipo de chave privada ({ $algorithm }) não é mais seguro.
    .advice = Peça uma chave RSA ou EC a quem forneceu o perfil.
lint-bad-static-key = A chave estática está danificada.
    .advice = Esperam-se 512 dígitos hexadecimais. Baixe ou copie o perfil de novo.
lint-bad-tls-crypt-v2-key = A chave tls-crypt-v2 está danificada, ou é a do servidor.
    .advice = Baixe ou copie o perfil de novo.
lint-bad-fingerprint = “{ $value }” não é uma impressão digital.
    .advice = Esperam-se pares de dígitos hexadecimais separados por dois-pontos. Fale com quem forneceu o perfil.
lint-bad-revocation-list = A lista de certificados revogados está danificada.
    .advice = Peça uma atual a quem forneceu o perfil.
lint-bad-login-block = Não há nome de usuário aqui.
    .advice = O bloco tem o nome de usuário na primeira linha e a senha na segunda.

## Used, with a warning

lint-fallback-cipher = { $cipher } só é usada se o servidor não puder negociar uma cifra melhor.
lint-unsupported-cipher = O Adit não tem { $cipher }. Funciona se o servidor puder negociar outra cifra.
    .advice = Se não puder, peça ao administrador do servidor que adicione AES-256-GCM aos “data-ciphers”.
lint-ciphers-left-out = O Adit não tem { $ciphers }; as outras são oferecidas.
lint-no-aead-cipher = Todas as cifras desta lista são de um tipo antigo. Funcionam, mas mais devagar.
lint-negotiation-off = O perfil proíbe negociar uma cifra melhor. O Adit faz isso mesmo assim.
lint-compression-framing = O Adit nunca comprime, pois isso pode revelar o conteúdo do túnel. Os pacotes têm a forma que o servidor espera, e o que ele comprime é lido.
lint-compression-read = O Adit lê o que o servidor comprime e não comprime nada. O que o servidor comprime ainda pode revelar seu conteúdo.
    .advice = Peça ao administrador do servidor que desative a compressão e depois remova esta linha.
lint-digest-not-used = O Adit não tem o hash { $digest }. Ele não é necessário: as cifras oferecidas o dispensam.
lint-domains-without-server = O servidor DNS { $number } tem domínios e nenhum endereço, por isso ninguém poderia ser consultado sobre eles.
    .advice = Peça o endereço do servidor DNS a quem forneceu o perfil.
lint-cbc-without-digest = Com “auth none”, pacotes em AES-CBC poderiam ser alterados no caminho. O Adit não usa AES-CBC assim.
    .advice = Se o servidor não puder ser acessado, peça ao administrador AES-256-GCM, ou “auth SHA256”.
lint-no-shared-suite = O Adit não tem nenhuma destas; oferece as suas, que são mais fortes.
    .advice = Se o servidor não puder ser acessado, peça ao administrador que permita suítes ECDHE ou TLS 1.3.
lint-weak-accepted = O perfil aceita certificados de um tipo antigo e mais fraco.
    .advice = Pergunte ao administrador do servidor se isso ainda é necessário.
lint-ns-cert-type = O servidor é verificado de um modo antigo.
    .advice = Peça um perfil com “remote-cert-tls server” a quem forneceu o perfil.
lint-route-by-name = A rota para “{ $value }” é ignorada: o Adit só aceita rotas por endereço.
    .advice = Coloque o endereço ali se esse tráfego precisa passar pelo túnel.
lint-unusable-address = “{ $value }” é ignorado: não é um lugar aonde um túnel possa levar.
lint-too-many-values = Isto é ignorado: o Adit aceita { $limit } desse tipo, e o perfil tem mais.
lint-value-left-out = “{ $value }” não faz sentido aqui e é ignorado.
lint-partly-used = “{ $value }” é ignorado; o resto da linha é usado.
lint-not-honoured = O Adit não faz “{ $name }”. O túnel funciona sem isso.
lint-push-only = “{ $name }” vem dos servidores e é ignorado aqui.
lint-own-control = “{ $name }” trata da execução do programa openvpn. O Adit tem seus próprios meios.
lint-own-log-file = “{ $name }” não é gravado; o Adit mantém seu próprio registro.
lint-own-dns-protection = O próprio Adit mantém o DNS dentro do túnel.

## Ignored

lint-own-log = O Adit tem seu próprio registro.
lint-own-rights = O serviço do Adit já é executado com o mínimo de permissões.
lint-always-so = O Adit faz isso de qualquer forma.
lint-other-platform = É para outro sistema.
lint-obsolete = Também não tem efeito no OpenVPN.
lint-tuning = O Adit se ajusta sozinho.
lint-for-scripts = É para scripts, que o Adit não executa.
lint-for-other-programs = É para outros programas.

## Fixes: what is done, and why

fix-cipher-list = Oferecer cifras modernas, e { $name } só como último recurso
    .advice = “cipher” é de antes de cliente e servidor negociarem a cifra. O próprio OpenVPN hoje quer uma lista.
fix-modern-ciphers = Oferecer cifras modernas em vez da antiga
    .advice = A cifra nesta linha não é mais segura. Servidores dos últimos anos negociam uma melhor.
fix-negotiate = Deixar cliente e servidor negociarem a cifra
    .advice = O OpenVPN abandonou “ncp-disable”, e o Adit negocia a melhor cifra em todo caso.
fix-data-ciphers = Usar o nome atual da lista de cifras (data-ciphers)
    .advice = O OpenVPN mudou o nome de “ncp-ciphers” para “data-ciphers”.
fix-server-name = Verificar o nome do servidor do modo atual (verify-x509-name)
    .advice = O OpenVPN abandonou “tls-remote”. “verify-x509-name” compara o mesmo nome.
fix-server-usage = Verificar do modo atual que é mesmo um servidor (remote-cert-tls)
    .advice = “ns-cert-type” examina uma marca que certificados novos não têm. “remote-cert-tls” examina a que eles têm.
fix-check-server = Verificar que é mesmo um servidor (remote-cert-tls)
    .advice = Sem isso, qualquer pessoa com um certificado da mesma autoridade poderia se passar pelo servidor.
fix-dns-helper = Retirar os scripts que definem o DNS
    .advice = O Adit define o DNS e o restaura quando o túnel termina.
fix-leave-out-script = Retirar “{ $name }”
    .advice = O Adit nunca executa programas de um perfil. A maioria dos túneis funciona sem eles; o que o programa faz por você deixa de ser feito.
fix-key-direction = Usar a metade do cliente da chave tls-auth
    .advice = A maioria dos servidores usa as metades desta chave em direções diferentes, e o perfil não diz qual é a sua.
fix-obsolete = Retirar “{ $name }”
    .advice = Também não tem efeito no OpenVPN, e algumas versões param nisso.
fix-no-compression = Dizer claramente que nada é comprimido
    .advice = Os pacotes continuam com a forma que o servidor espera. A compressão pode revelar o conteúdo do túnel.
fix-spelling = Escrever como o OpenVPN
    .advice = O OpenVPN só conhece esta palavra em minúsculas.
fix-extra-words = Retirar o que “{ $name }” não aceita
    .advice = O OpenVPN para em uma linha com mais valores do que conhece.
fix-misspelled = Corrigir o nome da diretiva
    .advice = “{ $name }” é provavelmente um erro de digitação.
fix-backslash = Escrever barras invertidas como o OpenVPN as lê
    .advice = O OpenVPN quer cada uma delas dobrada.
fix-tls-cipher = Retirar a lista de suítes TLS antigas
    .advice = O Adit não tem nenhuma delas e oferece as suas, que são mais fortes.
fix-ask-for-password = Pedir a senha em vez de indicar um arquivo
    .advice = O Adit não lê arquivos com senhas; ele pergunta a você e guarda a senha no chaveiro, se você quiser.
fix-client = Dizer que este é o perfil de um cliente
    .advice = O perfil indica um servidor e uma autoridade, mas não diz que recebe suas configurações do servidor.
