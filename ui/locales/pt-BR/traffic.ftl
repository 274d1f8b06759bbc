# Packets of a tunnel: how many, how many were dropped and why, and how they are moved.

traffic-packets = { $received } recebidos, { $sent } enviados
traffic-packets-each = { $each } por vez

## Dropped packets by cause: in a list of their own, or after their sum

drops =
    { $count ->
        [one] { $count } pacote
        [many] { $count } de pacotes
       *[other] { $count } pacotes
    }: { $causes }
drop = { $count } { $what }
drop-malformed = malformados
drop-no-key = com uma chave desconhecida
drop-not-authentic = não vindos do servidor, ou danificados
drop-replayed = repetidos ou atrasados
drop-compressed = com compressão não permitida
drop-fragment = em fragmentos que não combinam
drop-not-ip = sem pacote IP dentro
drop-before-tunnel = antes de o túnel ficar pronto
drop-interface-refused = recusados pela interface do túnel
drop-stale = à espera desde antes de uma reconexão
drop-unsendable = que não podem ser enviados
drop-loop = do próprio túnel, levados de volta a ele
drop-too-big = grandes demais para o caminho
drop-no-room = grandes demais para qualquer quadro
drop-no-send-key = sem chave para criptografá-los
drop-key-used-up = entre duas chaves
drop-send-refused = recusados pela rede

## How packets are moved

path-single = { $transport }, um pacote por vez
path-batches = { $transport }, em lotes
path-segments = { $transport }, em lotes grandes
path-stream = { $transport }, em blocos grandes
fallback-interface-offload-refused = A interface do túnel trata os pacotes um a um: o sistema recusou mais.
fallback-interface-udp-missing = A interface do túnel só agrupa TCP: UDP precisa de Linux 6.2.
fallback-interface-offload-off = A interface do túnel trata os pacotes um a um.
fallback-segments-refused = Os lotes são enviados pacote a pacote: o sistema ou a placa de rede recusou mais.
fallback-segments-too-long = Pacotes cheios são enviados sozinhos: são maiores do que o caminho aceita.
fallback-merging-refused = Os pacotes recebidos chegam um a um: o sistema se recusou a juntá-los.
fallback-batches-off = Os lotes para o servidor são menores do que poderiam ser.
fallback-proxied = Os pacotes seguem um a um: há um proxy no caminho.
fallback-batches-unknown = Os pacotes seguem um a um: este sistema não conhece lotes.
fallback-two-passes = Cada pacote é processado duas vezes: a cifra exige isso.
fallback-pieces = Os pacotes são divididos: o perfil contém “fragment”.
fallback-compression-frame = Os pacotes levam um cabeçalho de compressão: o servidor exige.
kernel-offload-absent = O kernel deste sistema não tem OpenVPN próprio.
kernel-offload-not-loaded = O kernel deste sistema tem OpenVPN próprio, no módulo { $module }. O Adit não o usa.
kernel-offload-present = O kernel deste sistema tem OpenVPN próprio ({ $family }). O Adit não o usa.
