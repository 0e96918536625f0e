namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Networks that find faces, and those that move their lips.</summary>
internal static class Faces
{
    public static ModelIdentity? Look(Keys keys) => Wav2Lip(keys) ?? S3fd(keys);

    // face_encoder_blocks.0.0 [width, 6, 7, 7]: a face and a reference, three channels each.
    private static ModelIdentity? Wav2Lip(Keys keys)
        => keys.HasAll("face_encoder_blocks.0.0.conv_block.0.weight", "audio_encoder.0.conv_block.0.weight", "output_block.1.weight")
            ? Runs("wav2lip", "Wav2Lip", Fact("width", keys.Side("face_encoder_blocks.0.0.conv_block.0.weight", 0)), Fact("face_blocks", keys.Count(n => $"face_encoder_blocks.{n}.0.conv_block.0.weight")), Fact("audio_width", keys.Side("audio_encoder.0.conv_block.0.weight", 0)))
            : keys.HasAll("face_encoder.0.conv_block.0.weight", "audio_encoder.0.conv_block.0.weight") ? Named("syncnet", "SyncNet, which trains Wav2Lip; the generator is another file")
            : keys.HasAll("face_encoder_blocks.0.0.conv_block.0.weight", "binary_pred.0.weight") ? Named("wav2lip_disc", "the discriminator that trains Wav2Lip; the generator is another file")
            : null;

    private static ModelIdentity? S3fd(Keys keys)
        => keys.HasAll("conv1_1.weight", "conv3_3_norm.weight", "fc6.weight", "conv7_2_mbox_conf.weight")
            ? Runs("s3fd", "S3FD, a face detector", Fact("width", keys.Side("conv1_1.weight", 0)))
            : keys.HasAll("vgg.0.weight", "L2Norm3_3.weight", "loc.0.weight", "conf.0.weight") ? Named("s3fd", "S3FD, a face detector, under other names", Fact("width", keys.Side("vgg.0.weight", 0)))
            : null;
}
