# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = Cancelado.
aditctl-input-unreadable = Entrada padrão: { $problem }.

## Questions, each followed by what is typed

aditctl-ask-username = Nome de usuário:
aditctl-ask-username-known = Nome de usuário [{ $known }]:
aditctl-ask-password = Senha:
aditctl-ask-passphrase = Frase secreta da chave privada:
aditctl-ask-browser = Entre em { $url } e pressione Enter aqui.
aditctl-ask-accept = Digite “yes” para aceitar:
aditctl-ask-proxy-username = Nome de usuário do proxy { $proxy }:
aditctl-ask-proxy-username-known = Nome de usuário do proxy { $proxy } [{ $known }]:
aditctl-ask-proxy-password = Senha do proxy:
aditctl-ask-field = Campo { $number }
aditctl-ask-optional = { $label } (opcional)
aditctl-ask-number = Digite um número de 1 a { $count }.
aditctl-ask-needed = Isto é necessário.
aditctl-no-answer = Sem resposta para “{ $label }”.

## What was done

aditctl-connecting = { $name } está sendo conectado. “aditctl status” mostra o andamento.
aditctl-not-connected-in-time =
    { $seconds ->
        [one] Não conectado em um segundo; cancelado.
        [many] Não conectado em { $seconds } de segundos; cancelado.
       *[other] Não conectado em { $seconds } segundos; cancelado.
    }
aditctl-given-up = Desistiu. Com --timeout, o Adit continua tentando por esse tempo.
aditctl-disconnecting = { $connection } está sendo desconectado.
aditctl-nothing-to-disconnect = Nada a desconectar.
aditctl-no-connection = Nenhuma conexão.
aditctl-answered = Respondido.
aditctl-let-out = Tudo foi liberado, e nada do Adit resta na rede deste computador.
aditctl-let-out-setting = A configuração do bloqueio permanece; um serviço reiniciado a segue.
aditctl-not-undone = Não desfeito: { $problem }
aditctl-nothing-at-start = Nada é conectado ao ligar este computador.

## What cannot be done

aditctl-unexpected-answer = O serviço respondeu outra coisa que não a pedida.
aditctl-nothing-asked = Nada está sendo perguntado.
aditctl-several-ask = Várias conexões perguntam algo. Indique uma.
aditctl-several-up = Várias conexões estão ativas: { $ids }. Indique uma, ou use --all.
aditctl-no-such-connection = Nenhuma conexão se chama “{ $wanted }”.
aditctl-several-such-connections = Várias conexões se chamam “{ $wanted }”. Indique uma pelo id: { $ids }.
aditctl-no-such-connection-here = Não há conexão “{ $wanted }” aqui.
aditctl-no-such-user = Não há usuário { $user } neste computador.
aditctl-no-home = Não há pasta pessoal com perfis.
aditctl-profile-too-large = Este perfil é grande demais para o serviço.
aditctl-several-such-profiles = Vários perfis se chamam “{ $wanted }”. Indique um pelo id:
aditctl-no-such-profile = Não há arquivo nem perfil chamado “{ $wanted }”.
aditctl-no-profiles = Você não tem perfis: importe um na janela do Adit, ou indique um arquivo.
aditctl-your-profiles = Seus perfis: { $names }.
aditctl-your-profiles-and-more = Seus perfis: { $names }, e mais { $count }.
aditctl-more-lines = … e mais { $count }.
aditctl-lint-tells = “aditctl lint { $file }” diz tudo.
