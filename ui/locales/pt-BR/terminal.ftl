# Texts of aditctl beside failures (failures.ftl) and reports (lint.ftl); prompts are used by the window as well.

phase-resolving = Procurando o servidor
phase-contacting = Contatando o servidor
phase-securing = Verificando o servidor
phase-authenticating = Fazendo login
phase-configuring = Configurando o túnel
prompt-credentials-title = O servidor pede nome de usuário e senha.
    .advice = Digite-os, ou forneça-os com --username e --password-stdin.
prompt-password-title = O servidor pede a senha de { $username }.
    .advice = Digite-a, ou forneça-a com --password-stdin.
prompt-credentials-refused-title = O servidor recusou este nome de usuário ou senha.
    .advice = Verifique-os e tente de novo.
prompt-credentials-refused-reason-title = O servidor recusou este nome de usuário ou senha e diz: “{ $reason }”
    .advice = Verifique-os e tente de novo.
prompt-passphrase-title = A chave privada deste perfil está bloqueada.
    .advice = Digite a frase secreta.
prompt-passphrase-wrong-title = Esta frase secreta não abre a chave privada.
    .advice = Verifique-a e tente de novo.
prompt-challenge-title = O servidor pergunta: “{ $question }”
    .advice = Digite a resposta.
prompt-confirm-elsewhere-title = O servidor espera por você em outro lugar e diz: “{ $text }”
    .advice = Faça o que ele diz. Nada precisa ser digitado aqui; o Adit continua sozinho.
prompt-proxy-title = O proxy { $proxy } pede nome de usuário e senha.
    .advice = Digite-os, ou forneça-os com “aditctl answer”.
prompt-proxy-refused-title = O proxy { $proxy } recusou este nome de usuário ou senha.
    .advice = Digite-os de novo. São os do proxy, não os do servidor VPN.
terminal-browser-needs-window = Este perfil faz login pelo navegador, o que exige a janela do Adit.
    .advice = Importe o perfil no Adit, se ainda não estiver lá, e conecte-o lá.
prompt-form-title = O servidor pede um login.
    .advice = Preencha o que ele pede, aqui ou com “aditctl answer”.
prompt-form-refused-title = O servidor recusou este login.
    .advice = Verifique o que foi preenchido e tente de novo.
prompt-form-refused-reason-title = O servidor recusou este login e diz: “{ $reason }”
    .advice = Verifique o que foi preenchido e tente de novo.
prompt-banner-title = O servidor mostra um texto que precisa ser aceito.
    .advice = Leia-o e aceite-o se concordar.
prompt-browser-title = O servidor quer que você entre em { $host } pelo navegador.
    .advice = Abra o link só se você conhece esse nome.
# How to answer: $flags are flags of aditctl, $fields names of the fields of a form.
terminal-answer-with = Responda com { $flags }.
terminal-answer-with-fields = Responda com --answers, que lê { $fields }.
terminal-answer-missing = Forneça o que falta com { $flags }, ou tudo com --answers.
terminal-answer-missing-fields = Forneça o que falta com --answers, que lê { $fields }.
terminal-answer-nothing = Nada precisa ser digitado; --cancel encerra a tentativa.
terminal-answer-wrong-flag = { $flag } não pertence a esta pergunta.
terminal-input-ended = A entrada padrão terminou antes da linha de { $flag }.
terminal-answers-unreadable = Não foi possível ler as respostas em { $file }.
    .advice = Verifique se o arquivo existe, é um texto de no máximo 64 KiB e se você pode lê-lo.
terminal-answers-no-name = A linha { $line } das respostas não tem a forma NOME=VALOR.
    .advice = “aditctl connect --help” lista os nomes.
terminal-answers-unknown-name = A linha { $line } das respostas começa com um nome que o Adit não conhece.
    .advice = “aditctl connect --help” lista os nomes.
terminal-answers-unknown-json-name = As respostas têm um nome que o Adit não conhece.
    .advice = “aditctl connect --help” lista os nomes.
terminal-answers-not-json = As respostas começam como JSON, mas não são um objeto JSON.
terminal-answers-not-text = Um valor das respostas não é um texto entre aspas nem uma lista deles.
    .advice = Ponha números entre aspas também, ou os zeros no início de um código se perdem.
terminal-answers-too-large = As respostas são longas ou numerosas demais.
    .advice = Um valor tem no máximo 16 KiB, e há no máximo 256.
# Files beside a profile, with what would be typed otherwise.
terminal-login-from = O nome de usuário e a senha vêm de { $file }, indicado pelo perfil.
terminal-passphrase-from = A frase secreta vem de { $file }, indicado pelo perfil.
terminal-file-exposed = Outros usuários deste computador podem ler { $file }.
    .advice = “chmod 600” impede isso.
terminal-login-file-other = { $file } não é um arquivo com um nome de usuário na primeira linha e uma senha na segunda.
terminal-passphrase-file-other = { $file } não é um arquivo com uma frase secreta na primeira linha.
terminal-secret-file-missing = { $file }, que o perfil indica para o login, não está junto dele.
terminal-secret-file-elsewhere = { $file }, que o perfil indica para o login, não é lido: está oculto, ou não fica na pasta do perfil.
    .advice = O conteúdo seria enviado ao servidor do perfil. Forneça-o com --answers se for essa a intenção.
terminal-secret-file-unreadable = Não foi possível ler { $file }, que o perfil indica para o login.
verdict-importable = Pronto para uso.
verdict-importable-with-warnings = Utilizável, com algo a saber.
verdict-incomplete =
    { $count ->
        [one] Utilizável quando uma coisa for acrescentada.
        [many] Utilizável quando { $count } de coisas forem acrescentadas.
       *[other] Utilizável quando { $count } coisas forem acrescentadas.
    }
verdict-reject = Não utilizável como está.
verdict-used = usada
verdict-ignored = ignorada
verdict-replaced = substituída
verdict-warning = nota
verdict-needed = necessária
verdict-refused = recusada

## Settings

terminal-setting-none = Não há configuração “{ $name }”.
    .advice = Todas elas: aditctl settings list
terminal-setting-wrong = A configuração “{ $name }” não pode ter esse valor.
    .advice = Pode ser: { $choices }
terminal-setting-unknown = desconhecida: o serviço não está em execução
terminal-setting-managed = definida pela sua organização
terminal-settings-damaged = Não foi possível ler algumas configurações em { $path }. Valem os padrões.
terminal-settings-no-folder = Não há pasta para as configurações: HOME não está definida.
