# The lock: whether traffic is held back, what is let out nevertheless, and what can be chosen. $name is a connection, $user a
# user of this computer, $time a time of day.

protection-open = Nada está bloqueado.
protection-tunnels = O tráfego só sai por túneis; todo o resto é bloqueado.
protection-held = O tráfego está bloqueado porque “{ $name }” não está conectado.
    .advice = Conecte de novo, ou libere o tráfego sem proteção.
protection-held-trying = O tráfego está bloqueado até “{ $name }” conectar.
    .advice = O Adit continua tentando. Enquanto isso, você pode liberar o tráfego sem proteção.
protection-held-other = O tráfego está bloqueado porque um túnel de { $user } não está conectado.
    .advice = { $user } pode conectá-lo de novo. Enquanto isso, você pode liberar o tráfego sem proteção.
protection-held-always = O tráfego está bloqueado porque nenhum túnel está conectado.
    .advice = Foi o que se escolheu para este computador. Conecte, ou libere o tráfego.
protection-let-out = O tráfego sai sem proteção, porque alguém o liberou.
    .advice = Ele volta a ser bloqueado quando um túnel conectar, ou já, se você quiser.
protection-failed = O tráfego deveria estar bloqueado, mas o firewall deste computador não faz isso.
    .advice = Outro firewall pode ter removido as regras do Adit, ou o sistema não tem um que o Adit possa usar. Fique sem rede se nada deve sair; o registro tem os detalhes.
protection-exception-sign-in = O navegador de { $user } pode acessar a internet até { $time }, para entrar em “{ $name }”.
protection-exception-portal = { $user } pode acessar a página de login desta rede até { $time }.
protection-taken-away =
    Outro programa remove { $what } repetidamente ({ $times ->
        [one] { $times } vez
        [many] { $times } de vezes
       *[other] { $times } vezes
    } ultimamente). O Adit restaura tudo a cada vez.
    .advice = Procure outra VPN, firewall ou programa de rede neste computador e encerre-o, ou configure-o para não mexer nos túneis do Adit.
protection-taken-away-by =
    { $program } remove { $what } repetidamente ({ $times ->
        [one] { $times } vez
        [many] { $times } de vezes
       *[other] { $times } vezes
    } ultimamente). O Adit restaura tudo a cada vez.
    .advice = Configure { $program } para não mexer nos túneis do Adit, ou encerre-o enquanto precisar do túnel.
protection-what =
    { $what ->
        [address] os endereços do túnel
        [dns] os servidores de nomes do túnel
        [firewall] as regras de firewall do Adit
        [interface] configurações da interface do túnel
        [route] as rotas do túnel
        [rule] as regras que levam o tráfego ao túnel
       *[other] partes da configuração de rede do túnel
    }
protection-lock-off = Nunca bloquear o tráfego
    .advice = Quando um túnel cai, o tráfego sai por fora dele.
protection-lock-while-wanted = Enquanto uma conexão for desejada (recomendado)
    .advice = De Conectar até Desconectar, nada sai por fora de um túnel que leva todo o tráfego.
protection-lock-always = Sempre, mesmo sem conexão
    .advice = Desde que este computador é ligado, nada sai sem um túnel, até que alguém libere.
protection-lan-yes = Dispositivos da rede local continuam acessíveis enquanto o tráfego está bloqueado.
protection-lan-no = Dispositivos da rede local ficam inacessíveis enquanto o tráfego está bloqueado.
protection-check-yes = Se nenhum servidor responder, o Adit verifica se a rede exige login.
protection-check-no = O Adit não verifica se as redes exigem login.
