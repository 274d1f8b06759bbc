# What the organisation has settled for this computer in /etc/adit/policy.toml. $organisation is its name, $file a file, $line a line
# in it, $what what is wrong.

policy-set = Algumas configurações são definidas pela sua organização.
policy-set-by = Algumas configurações são definidas por { $organisation }.
policy-setting = Definido pela sua organização.
policy-setting-by = Definido por { $organisation }.
policy-own-profiles =
    Perfis próprios não podem ser usados: { $organisation ->
        [none] sua organização
       *[other] { $organisation }
    } não os permite.
policy-problem = A política da sua organização não pode ser usada, por isso nada é permitido: { $what }
    .advice = Peça a um administrador que corrija { $file } e execute “aditctl policy apply”. Até lá, o tráfego fica bloqueado.
policy-problem-line = A política da sua organização não pode ser usada, por isso nada é permitido: linha { $line } de { $file }: { $what }
    .advice = Peça a um administrador que corrija esta linha e execute “aditctl policy apply”. Até lá, o tráfego fica bloqueado.
policy-none = Nada é definido por uma organização.
policy-fault-unreadable = Não foi possível lê-la: { $why }.
policy-fault-owner = Não pertence a root.
policy-fault-writable = Usuários além de root podem alterar o arquivo ou a pasta em que ele está.
policy-fault-not-a-file = É um link, ou não é um arquivo comum.
policy-fault-too-large = Tem mais de { $limit } bytes.
policy-fault-syntax = { $detail }.
policy-fault-value = { $key } é “{ $value }”, e pode ser { $allowed }.
policy-fault-twice = Dois perfis têm o id “{ $id }”.
policy-fault-profile = Este perfil não pode ser usado: { $why }
policy-fault-not-applied = Não foi aplicada.
policy-managed-profile = Este perfil é da sua organização e não pode ser alterado aqui.
    .advice = Fale com um administrador.
