using MySpinBot.Nodes.Tts;

namespace MySpinBot.Nodes.Tests.Tts;

public sealed class Markup_is_checked_and_passed_on : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("<prosody rate='slow'>Good morning to all of you</prosody>", 1.15, 3)]
    [InlineData("<speak>Good morning <break time=\"1500ms\"/> to all of you</speak>", 1.6, 3)]
    [InlineData("Good <!-- very --> morning to all of you", 0.98, 1.03)]
    public async Task It_changes_how_long_it_takes(string markup, double least, double most)
    {
        var plain = await TextToSpeechNode.SpeakAsync("Good morning to all of you", _call, default);
        var marked = await TextToSpeechNode.SpeakAsync(markup, _call, default, markup: "ssml");

        (marked.Audio.Seconds / plain.Audio.Seconds).ShouldBeInRange(least, most);
        marked.Captions.Cues.ShouldHaveSingleItem().Words.Select(word => word.Text).ShouldBe(["Good", "morning", "to", "all", "of", "you"]);
    }

    [Fact]
    public async Task A_pause_lies_between_its_words()
    {
        var words = (await TextToSpeechNode.SpeakAsync("Good morning <break time=\"1500ms\"/> to all of you", _call, default, markup: "ssml")).Captions.Cues[0].Words;

        (words[2].Start - words[1].End).ShouldBeInRange(1.3, 1.7);
    }

    [Fact]
    public async Task Without_the_option_it_is_text()
        => (await TextToSpeechNode.SpeakAsync("One <b> two & three", _call, default)).Captions.Cues[0].Text.ShouldBe("One <b> two & three");

    [Theory]
    [InlineData("Good <prosody rate=\"slow\">morning", "The markup is not well formed at line 1")]
    [InlineData("one\ntwo < three", "The markup is not well formed at line 2")]
    [InlineData("<audio src=\"/etc/passwd\"/>", "The markup, line 1: <audio> is not taken here; the elements are speak, p, s,")]
    [InlineData("<voice name=\"../../x\">hi</voice>", "The markup, line 1: '../../x' cannot be the name of a voice")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><speak>&e;</speak>", "The markup declares a document type")]
    [InlineData("<?php x ?>hi", "The markup, line 1: ProcessingInstruction is not taken here")]
    public async Task What_is_wrong_is_said_with_its_place(string markup, string beginning)
    {
        var fault = await Should.ThrowAsync<NodeFailure>(() => TextToSpeechNode.SpeakAsync(markup, _call, default, markup: "ssml"));

        fault.Message.ShouldStartWith(beginning);
        fault.Input.ShouldBe("text");
    }
}
