# Failures: one sentence for what happened, the cause first, and `.advice` for what to do.
# No codes, no exclamation marks, and not the word “error”.

failure-name-not-resolved = Não há endereço para o nome { $host }.
    .advice = O nome no perfil pode estar errado ou desatualizado, ou ser conhecido só em outra rede. Fale com quem forneceu o perfil.
failure-no-answer = { $host } não responde em { $transport } { $port }.
    .advice = Sua rede pode bloqueá-lo, ou a chave de controle do perfil (“tls-auth”, “tls-crypt”) pode não ser a do servidor: nesse caso, servidores não respondem. Tente outra rede, ou pergunte a quem forneceu o perfil se ele ainda é atual.
failure-no-answer-yet = { $host } ainda não respondeu em { $transport } { $port }.
    .advice = O Adit continua tentando. Se nada vier, sua rede pode bloqueá-lo: tente outra rede, ou pergunte ao administrador do servidor se ele está no ar.
failure-connection-refused = { $host } recusa conexões em { $transport } { $port }.
    .advice = O serviço VPN pode estar parado, ou a porta no perfil pode estar errada. Tente mais tarde, ou fale com o administrador do servidor.
failure-connection-lost = A conexão com o servidor caiu.
    .advice = Verifique se este computador ainda está on-line. O Adit conecta de novo assim que puder.
    .advice-ended = Verifique se este computador ainda está on-line e conecte de novo.
failure-keepalive-timeout =
    { $seconds ->
        [one] O servidor ficou em silêncio por um segundo.
        [many] O servidor ficou em silêncio por { $seconds } de segundos.
       *[other] O servidor ficou em silêncio por { $seconds } segundos.
    }
    .advice = Sua rede pode ter mudado, ou o servidor pode ter saído do ar. O Adit conecta de novo assim que puder.
    .advice-ended = A conexão termina quando o servidor fica em silêncio por tanto tempo. Conecte de novo quando estiver on-line.
failure-no-network = Este computador está sem rede.
    .advice = Conecte-o a uma rede. O Adit então continua sozinho.
    .advice-ended = Conecte-o a uma rede e depois conecte de novo.
failure-handshake-timeout = O servidor começou a responder e depois parou.
    .advice = Uma rede no caminho pode descartar pacotes grandes. Tente outra rede, ou um servidor TCP, se o perfil tiver um.
failure-control-key-mismatch = A chave de controle deste perfil não combina com o servidor.
    .advice = Peça um novo a quem forneceu o perfil.
failure-unknown-authority = O certificado do servidor vem de uma autoridade em que este perfil não confia.
    .advice = Não faça login lá. Pergunte a quem forneceu o perfil se o servidor recebeu um novo certificado.
failure-server-certificate-expired = O certificado do servidor expirou em { $date }.
    .advice = Verifique a data deste computador. Se estiver certa, peça ao administrador do servidor que renove o certificado.
failure-server-certificate-not-yet-valid = O certificado do servidor só vale a partir de { $date }.
    .advice = Verifique a data deste computador. Ela pode estar atrasada.
failure-server-name-mismatch = O servidor é { $found }, mas o perfil espera { $expected }.
    .advice = Não faça login lá. Pergunte a quem forneceu o perfil se o nome do servidor mudou.
failure-not-a-server-certificate = O que respondeu não tem certificado de servidor.
    .advice = Pode ser outro cliente se passando pelo servidor. Peça ao administrador do servidor que verifique o certificado.
failure-server-certificate-rejected-unreadable = Não foi possível ler o certificado do servidor.
    .advice = Peça ao administrador do servidor que verifique o certificado.
failure-server-certificate-rejected-not-an-authority = O certificado do servidor não foi aceito: um certificado no caminho até a autoridade não é de uma autoridade.
    .advice = Peça ao administrador do servidor que verifique o certificado.
failure-server-certificate-rejected-chain-too-long = O certificado do servidor não foi aceito: sua cadeia é mais longa do que uma das autoridades permite.
    .advice = Peça ao administrador do servidor que verifique o certificado.
failure-server-certificate-rejected-name-not-allowed = O certificado do servidor não foi aceito: uma autoridade no caminho não pode emitir certificados para esse nome.
    .advice = Peça ao administrador do servidor que verifique o certificado.
failure-server-certificate-rejected-extension = O certificado do servidor não foi aceito: ele exige algo que o Adit não conhece, ou está malformado.
    .advice = Peça ao administrador do servidor que verifique o certificado.
failure-server-certificate-rejected-signature-kind = O certificado do servidor não foi aceito: está assinado de um modo que o Adit não suporta.
    .advice = Peça ao administrador do servidor um certificado com assinatura RSA, ECDSA ou Ed25519.
failure-server-certificate-rejected-bad-signature = O certificado do servidor não foi aceito: uma assinatura está errada.
    .advice = Alguém pode estar se passando pelo servidor. Peça ao administrador do servidor que verifique o certificado.
failure-server-certificate-rejected-usage = O certificado do servidor não foi aceito: seu uso não é o que { $directive } exige no perfil.
    .advice = Peça ao administrador do servidor que verifique o certificado, ou um novo perfil.
failure-server-certificate-rejected-other = O certificado do servidor não foi aceito: ele viola uma regra dos certificados.
    .advice = Peça ao administrador do servidor que verifique o certificado.
failure-server-purpose-unknown = O certificado do servidor ({ $name }) não diz que é de um servidor, e o perfil não diz de que outra forma reconhecer o servidor.
    .advice = Outro cliente poderia se passar pelo servidor. Peça ao administrador um certificado de servidor, ou o nome dele: com uma linha “verify-x509-name "{ $name }" name” no perfil, o Adit aceita só o certificado desse nome.
failure-server-certificate-revoked = O certificado do servidor foi revogado por sua autoridade.
    .advice = Não faça login lá. Pergunte a quem forneceu o perfil se o servidor recebeu um novo certificado.
failure-revocation-list-expired = A lista de certificados revogados deste perfil valia até { $date }.
    .advice = Verifique a data deste computador. Se estiver certa, peça a quem forneceu o perfil um com a lista atualizada.
failure-revocation-list-not-yet-valid = A lista de certificados revogados deste perfil é de { $date }, uma data no futuro.
    .advice = Verifique a data deste computador. Se estiver certa, peça a quem forneceu o perfil um com a lista atualizada.
failure-revocation-list-invalid = A lista de certificados revogados deste perfil está danificada, ou não foi feita por sua autoridade.
    .advice = O Adit não conecta sem ela, pois o certificado do servidor pode estar nela. Peça a quem forneceu o perfil um com a lista atualizada.
failure-server-certificate-not-pinned = O certificado do servidor não é um dos que este perfil indica pela impressão digital.
    .advice = Não faça login lá. Pergunte a quem forneceu o perfil se o servidor recebeu um novo certificado.
failure-server-certificate-weak = O certificado do servidor pode ser falsificado: ele depende de { $weakness }.
    .advice =
        { $weakness ->
            [MD5] Peça um novo certificado ao administrador do servidor.
           *[other] Peça um novo certificado ao administrador do servidor. Até lá, uma linha “tls-cert-profile insecure” no perfil permite aceitar este.
        }
failure-clock-wrong = A data deste computador está errada: { $date }.
    .advice = O Adit tenta de novo sozinho: um computador recém-ligado costuma receber a data da rede. Se isso não ocorrer, ajuste-a.
    .advice-ended = Ajuste a data e a hora deste computador e conecte de novo.
failure-client-key-too-short = A chave privada deste perfil tem { $bits } bits, pouco para ser segura, e o Adit não assina com ela.
    .advice = Peça a quem forneceu o perfil um novo certificado e uma chave RSA de 2048 bits ou mais.
failure-client-certificate-expired = O certificado deste perfil expirou em { $date }.
    .advice = Peça um novo a quem forneceu o perfil.
failure-client-certificate-refused = O servidor não aceita o certificado deste perfil.
    .advice = Ele pode ter sido revogado, ou faltar no perfil. Peça um novo a quem forneceu o perfil.
failure-tls-not-compatible = O servidor e o Adit não têm uma forma de criptografia em comum.
    .advice = O servidor exige métodos que não são mais seguros, ou que o Adit não tem, como X448. Peça ao administrador que permita TLS 1.3 com X25519 ou P-256, ou TLS 1.2 com ECDHE e AES-GCM.
failure-server-tls-too-old = O servidor não conhece nada acima de TLS 1.1, que não é mais seguro.
    .advice = Peça ao administrador do servidor que permita TLS 1.2 ou mais recente (“tls-version-max” não pode ser inferior a 1.2).
failure-server-silent-at-hello = O servidor respondeu, mas não começou a criptografar.
    .advice = Talvez só conheça métodos que o Adit não usa: TLS abaixo de 1.2, sem ECDHE, com CBC, ou uma chave em curva brainpool. Peça ao administrador que permita TLS 1.3, ou TLS 1.2 com ECDHE e AES-GCM. Se funcionar em outra rede, esta descarta pacotes grandes.
failure-server-silent-after-certificate = O servidor silenciou quando deveria aceitar o certificado deste perfil.
    .advice = Talvez o tenha recusado como expirado, revogado ou desconhecido, ou o perfil não tem um. Peça um novo a quem forneceu o perfil. Se funcionar em outra rede, esta descarta pacotes grandes.
failure-tls-failed = Não foi possível estabelecer a conexão criptografada com o servidor.
    .advice = Tente de novo. Se acontecer outra vez, envie os detalhes ao administrador do servidor.
failure-credentials-needed = O servidor pede nome de usuário e senha.
    .advice = Conecte de novo e digite-os.
failure-credentials-refused = O servidor recusou este nome de usuário ou senha.
    .advice = Verifique-os e tente de novo.
failure-credentials-refused-with-reason = O servidor recusou este nome de usuário ou senha e diz: “{ $reason }”
    .advice = Verifique-os e tente de novo.
failure-sign-in-unfinished = O login não foi concluído a tempo.
    .advice = O servidor espera só por um tempo limitado. Conecte de novo e confirme assim que for solicitado.
failure-not-let-in = O servidor não permite a entrada deste perfil.
    .advice = Pergunte ao administrador do servidor se o certificado deste perfil tem acesso, ou se é preciso nome de usuário e senha.
failure-not-let-in-with-reason = O servidor não permite a entrada deste perfil e diz: “{ $reason }”
    .advice = Pergunte ao administrador do servidor se o certificado deste perfil tem acesso, ou se é preciso nome de usuário e senha.
failure-browser-sign-in-refused = O servidor não aceitou o login pelo navegador.
    .advice = Conecte de novo e refaça o login. Se não adiantar, pergunte ao administrador do servidor se você tem acesso.
failure-browser-sign-in-refused-with-reason = O servidor não aceitou o login pelo navegador e diz: “{ $reason }”
    .advice = Conecte de novo e refaça o login. Se não adiantar, pergunte ao administrador do servidor se você tem acesso.
failure-sign-in-page-refused = O servidor quer abrir uma página de login cujo endereço não é seguro.
    .advice = Avise o administrador do servidor: o endereço precisa começar com https://, indicar um host e ter no máximo 1024 caracteres.
failure-sign-in-postponed = O servidor não permite a entrada de ninguém no momento.
    .advice = O Adit tenta de novo sozinho, sem insistir demais, para que sua conta não seja bloqueada.
    .advice-ended = Conecte de novo mais tarde.
failure-sign-in-postponed-with-message = O servidor não permite a entrada de ninguém no momento e diz: “{ $message }”
    .advice = O Adit tenta de novo sozinho, sem insistir demais, para que sua conta não seja bloqueada.
    .advice-ended = Conecte de novo mais tarde.
failure-passphrase-needed = A chave privada deste perfil está bloqueada.
    .advice = Conecte de novo e digite a frase secreta.
failure-passphrase-wrong = Esta frase secreta não abre a chave privada.
    .advice = Verifique-a e tente de novo.
failure-challenge-needed = O servidor faz mais uma pergunta.
    .advice = Conecte de novo e responda.
failure-confirm-elsewhere = O servidor espera por você em outro lugar e diz: “{ $text }”
    .advice = Faça o que ele diz. O Adit refaz o login sozinho.
    .advice-ended = Faça o que ele diz e conecte de novo.
failure-cipher-not-shared = O servidor não tem nenhuma das cifras que este perfil permite ({ $offered }).
    .advice = Pergunte ao administrador do servidor quais cifras ele aceita (“data-ciphers”) e peça um perfil que permita uma delas.
failure-cipher-too-old = O servidor exige a cifra { $cipher }, que não é mais segura e que o Adit não tem.
    .advice = Peça ao administrador do servidor que adicione AES-256-GCM aos “data-ciphers”, ou AES-256-CBC se ele for antigo demais para isso.
failure-server-compresses = O servidor comprime o que envia, o que pode revelar o conteúdo do túnel.
    .advice = Peça ao administrador do servidor que remova “comp-lzo” e “compress”. Se não for possível, uma linha “allow-compression asym” no perfil permite que o Adit leia.
failure-server-option-refused = O servidor exige algo que o Adit não faz: { $option }.
    .advice = Pergunte ao administrador do servidor se isso pode ser desativado.
failure-server-halted = O servidor encerrou a conexão.
    .advice = Fale com o administrador do servidor antes de conectar de novo.
failure-server-halted-with-message = O servidor encerrou a conexão e diz: “{ $message }”
    .advice = Fale com o administrador do servidor antes de conectar de novo.
failure-server-restarting = O servidor está reiniciando.
    .advice = O Adit conecta de novo em instantes.
    .advice-ended = Conecte de novo em instantes.
failure-server-restarting-with-message = O servidor está reiniciando e diz: “{ $message }”
    .advice = O Adit conecta de novo em instantes.
    .advice-ended = Conecte de novo em instantes.
failure-tunnel-idle =
    { $minutes ->
        [one] Ninguém usou o túnel por um minuto, e este servidor então o encerra.
        [many] Ninguém usou o túnel por { $minutes } de minutos, e este servidor então o encerra.
       *[other] Ninguém usou o túnel por { $minutes } minutos, e este servidor então o encerra.
    }
    .advice = Conecte de novo quando precisar.
failure-session-time-over =
    { $minutes ->
        [one] Este servidor permite conexões de um minuto, e ele acabou.
        [many] Este servidor permite conexões de { $minutes } de minutos, e eles acabaram.
       *[other] Este servidor permite conexões de { $minutes } minutos, e eles acabaram.
    }
    .advice = Conecte de novo se precisar por mais tempo.
failure-profile-refused = Este perfil não pode ser usado por causa de { $what }.
    .advice = Importe-o de novo para ver o motivo, ou peça outro a quem o forneceu.
failure-tunnel-device = Não foi possível criar o dispositivo do túnel.
    .advice = Verifique se o sistema tem o módulo tun e reinicie o serviço do Adit.
failure-network-setup = Não foi possível configurar a rede deste computador ({ network-step }).
    .advice = Tudo foi restaurado. Outro programa de rede pode estar atrapalhando; feche-o e tente de novo.
failure-network-setup-not-permitted = O serviço do Adit não pode configurar a rede deste computador ({ network-step }).
    .advice = Inicie-o como serviço do sistema, ou como administrador.
failure-network-setup-timed-out = Configurar a rede deste computador demorou demais ({ network-step }).
    .advice = Tudo foi ou será restaurado. Tente de novo; se acontecer sempre, reinicie este computador.
failure-network-setup-not-kept = Outro programa alterou a rede deste computador enquanto ela era configurada.
    .advice = Feche outros programas de rede, ou configure-os para não mexer nas interfaces do Adit, e tente de novo.
failure-network-setup-unsupported = Este sistema não pode ser configurado como este túnel precisa ({ network-step }).
    .advice = A documentação do Adit lista o que cada sistema permite.
# Which part of it, in brackets behind what happened.
network-step =
    { $step ->
        [plan] avaliação do plano
        [look] exame
        [journal] registro de alterações
        [firewall] firewall
        [interface] interface do túnel
        [address] endereço do túnel
        [route] rota
        [rule] regra que leva ao túnel
        [path-filter] filtro de caminhos de retorno
        [dns] servidores de nomes
        [read-back] releitura
        [watch] monitoramento
        [bypass] socket fora do túnel
        [apply] aplicação
        [undo] restauração
       *[other] outra parte
    }
failure-network-setup-bad-plan = O Adit fez um plano para a rede que não consegue aplicar.
    .advice = Isto é um defeito do Adit. Informe-o com o registro, por favor.
failure-not-permitted = Esta conexão pertence a outro usuário deste computador.
    .advice = Peça que ele a desconecte.
failure-not-permitted-owner = Esta conexão pertence ao usuário { $owner } deste computador.
    .advice = Peça que ele a desconecte.
failure-not-authorized = Você não pode usar conexões VPN neste computador.
    .advice = Um administrador pode permitir: pelo grupo “adit”, ou no arquivo /etc/adit/access.conf.
failure-not-allowed-lock = Sua organização definiu quando o tráfego é bloqueado.
    .advice = Um administrador pode alterar isso em /etc/adit/policy.toml.
failure-not-allowed-let-out = Sua organização não permite liberar o tráfego sem proteção.
    .advice = Conecte, ou fale com um administrador.
failure-not-allowed-own-profile = Sua organização não permite conexões VPN com perfis próprios.
    .advice = Use um dos perfis da sua organização, ou fale com um administrador.
failure-not-allowed-managed-profile = Sua organização não tem esse perfil para você.
    .advice = Pergunte a um administrador se ele ainda existe, e para quem.
failure-network-in-use = A rede deste computador está em uso por uma VPN do usuário { $owner }.
    .advice = Peça que ele a desconecte. Um administrador pode encerrá-la com “aditctl disconnect --of { $owner }”.
failure-not-brought-back = O serviço do Adit foi encerrado enquanto esta conexão era desejada e não pode restaurá-la sem você.
    .advice = Conecte de novo. Se não precisar mais dela, desconecte-a.
failure-unknown-connection = Essa conexão não existe.
    .advice = Ela pode já ter terminado. Veja a lista de conexões.
failure-helper-not-running = O serviço do Adit não está em execução.
    .advice = Inicie-o, ou veja no registro dele por que parou.
failure-helper-older = O serviço do Adit é mais antigo que este programa.
    .advice = Reinicie o serviço. Se não adiantar, reinstale o Adit.
failure-helper-newer = O serviço do Adit é mais novo que este programa.
    .advice = Reinicie o Adit. Se não adiantar, reinstale-o.
failure-bad-request-frame-too-large = Este perfil é grande demais para o serviço do Adit.
    .advice = O limite é de cerca de 700 KiB, com todas as chaves e listas. Peça um menor a quem o criou.
failure-bad-request-not-a-message = O serviço do Adit não entendeu a solicitação.
    .advice = Atualize o Adit e seu serviço para a mesma versão.
failure-bad-request-hello-missing = Algo foi solicitado ao serviço do Adit antes da saudação.
    .advice = Atualize o Adit e seu serviço para a mesma versão.
failure-bad-request-hello-repeated = O serviço do Adit foi saudado duas vezes.
    .advice = Atualize o Adit e seu serviço para a mesma versão.
failure-bad-request-too-many-clients = Programas demais usam o serviço do Adit.
    .advice = Feche alguns deles e tente de novo.
failure-bad-request-too-many-clients-of-user = Programas seus demais usam o serviço do Adit.
    .advice = Feche alguns deles e tente de novo.
failure-bad-request-too-many-tunnels = Este computador tem túneis demais ao mesmo tempo.
    .advice = Desconecte um e tente de novo.
failure-bad-request-too-many-tunnels-of-user = Você tem túneis demais ao mesmo tempo.
    .advice = Desconecte um e tente de novo.
failure-bad-request-too-many-connections = Há conexões demais.
    .advice = Desconecte uma e tente de novo.
failure-bad-request-busy = Esta conexão ainda está ocupada com a solicitação anterior.
    .advice = Espere um momento e tente de novo.
failure-bad-request-ending = O serviço do Adit está sendo encerrado.
    .advice = Tente de novo quando ele tiver reiniciado.
failure-bad-request-name = O nome do perfil é longo demais ou não pode ser mostrado.
    .advice = Dê outro nome ao perfil.
failure-bad-request-unknown-protocol = O serviço do Adit não conhece o protocolo deste perfil ({ $protocol }).
    .advice = Atualize o Adit e seu serviço para a mesma versão.
failure-bad-request-proxies = Os proxies definidos neste computador não podem ser usados.
    .advice = Verifique os proxies nas configurações do sistema.
failure-bad-request-credentials-too-long = O nome de usuário ou a senha é longo demais.
    .advice = Verifique-os e tente de novo.
failure-bad-request-public-address = Um servidor acessível de qualquer lugar não diz em que rede este computador está.
    .advice = Informe o endereço de um servidor que só exista nesta rede: um privado, como o do roteador.
failure-bad-request-answer-of-other-kind = Esta resposta não corresponde à pergunta feita.
    .advice = Veja o que é perguntado agora e responda a isso.
failure-proxy-not-reachable = Não foi possível acessar o proxy { $proxy }.
    .advice = Verifique a rede deste computador e o nome e a porta do proxy no perfil ou nas configurações do sistema.
failure-proxy-no-answer = O proxy { $proxy } não responde.
    .advice = Tente mais tarde, ou fale com o administrador do proxy.
failure-proxy-not-a-proxy = O que responde em { $proxy } não é um proxy desse tipo.
    .advice = Verifique a porta e se é um proxy HTTP ou SOCKS 5.
failure-proxy-credentials-needed = O proxy { $proxy } pede nome de usuário e senha.
    .advice = Conecte de novo e digite-os.
failure-proxy-credentials-refused = O proxy { $proxy } recusou este nome de usuário ou senha.
    .advice = Verifique-os e tente de novo. São os do proxy, não os do servidor VPN.
failure-proxy-sign-in-not-supported = O proxy { $proxy } exige uma forma de login que o Adit não tem ({ $offered }).
    .advice = Peça ao administrador do proxy que permita o esquema Basic ou Digest, ou nome de usuário e senha para SOCKS.
failure-proxy-not-allowed = O proxy { $proxy } não permite conexões a este servidor na porta { $port }.
    .advice = Muitos proxies só permitem a porta 443. Peça a quem forneceu o perfil um servidor na porta TCP 443.
failure-proxy-server-not-reached = O proxy { $proxy } não consegue acessar { $host }.
    .advice = O servidor pode estar fora do ar, ou o proxy pode não conhecer seu nome. Tente mais tarde, ou outro servidor.
failure-proxy-no-datagrams = O proxy { $proxy } não transporta UDP.
    .advice = Use um perfil com um servidor TCP, ou outro proxy.
failure-proxy-refused = O proxy { $proxy } recusou a conexão e diz: “{ $answer }”
    .advice = Fale com o administrador do proxy.
failure-name-servers-silent = Não foi possível procurar o endereço de { $host }: os servidores de nomes desta rede não respondem.
    .advice = Verifique se este computador está on-line e se outras páginas abrem. O Adit tenta de novo sozinho.
    .advice-ended = Verifique se este computador está on-line e se outras páginas abrem. Depois conecte de novo.
failure-no-ipv4 = { $host } só é acessível por IPv4, e esta rede só tem IPv6.
    .advice = Tente outra rede, ou peça ao administrador do servidor um endereço IPv6.
failure-no-address-given = O servidor não deu um endereço a este computador.
    .advice = Peça ao administrador do servidor que atribua um: um servidor OpenVPN faz isso com “server” ou “ifconfig-push”.
failure-address-unusable = O endereço dado pelo servidor não pode ser usado: { $address }.
    .advice = Peça ao administrador do servidor que atribua outro.
failure-server-key-unsupported = O certificado do servidor tem uma chave do tipo { $algorithm }, que o Adit não consegue verificar.
    .advice = Peça ao administrador do servidor um certificado com chave RSA, ECDSA ou Ed25519.
failure-session-token-refused = O servidor esqueceu este login.
    .advice = O Adit refaz o login sozinho.
    .advice-ended = Faça o login de novo.
failure-other-service-http = O que responde em { $host } na porta { $port } é um servidor web, não esta VPN.
    .advice = O endereço ou a porta no perfil pode estar errado, ou há uma página de login desta rede no caminho. Abra uma página web; se nenhuma pedir login, fale com o administrador do servidor.
failure-other-service-tls = O que responde em { $host } na porta { $port } é um serviço sobre TLS, não esta VPN.
    .advice = O endereço ou a porta no perfil pode estar errado, ou o servidor é de outro tipo. Fale com quem forneceu o perfil.
failure-other-service-ssh = O que responde em { $host } na porta { $port } é um servidor SSH, não esta VPN.
    .advice = O endereço ou a porta no perfil pode estar errado. Fale com quem forneceu o perfil.
failure-other-service-unknown = O que responde em { $host } na porta { $port } não é esta VPN.
    .advice = O endereço ou a porta no perfil pode estar errado. Fale com quem forneceu o perfil.
# In place of an option’s value.
option-not-set = não definido
failure-nothing-readable = O túnel foi estabelecido, mas nada do que o servidor envia por ele pode ser lido.
    .advice = Perfil e servidor diferem em uma opção como “cipher”, “auth”, “comp-lzo” ou “fragment”. Peça ao administrador do servidor um perfil que combine com ele.
failure-nothing-readable-differs = O túnel foi estabelecido, mas nada do que o servidor envia por ele pode ser lido: “{ $option }” é { $ours } no perfil e { $theirs } no servidor.
    .advice = Peça ao administrador do servidor um perfil que combine, ou que altere isso no servidor.
failure-cancelled = Você cancelou.
    .advice = Conecte de novo quando quiser.
failure-internal = Algo deu errado no Adit.
    .advice = Tente de novo e informe os detalhes, por favor, para que seja corrigido.
