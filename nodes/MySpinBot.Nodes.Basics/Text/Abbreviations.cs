using System.Collections.Frozen;

namespace MySpinBot.Nodes.Basics.Text;

/// <summary>Words whose full stop does not end a sentence. Written without their last stop and compared without case.</summary>
internal sealed class Abbreviations
{
    private const string English = "mr mrs ms mx messrs dr prof rev hon gen col capt lt sgt cpl gov sen rep pres supt st mt ft vs fig figs eq ch sec vol vols pp ed eds cf viz approx dept est e.g i.e no nos jan feb apr aug sept oct nov dec";
    private const string German = "hr fr frl dr prof nr bzw ca evtl ggf inkl exkl zzgl vgl z.b d.h u.a o.ä s.o s.u i.d.r z.t bspw sog abs art bd hrsg jh str st usf tel";
    private const string French = "mm mme mmes mlle mlles dr pr me st ste bd av p.ex c.-à-d env éd fig vol chap art cf n° tél";
    private const string Spanish = "sr sra sres srta dr dra d dña ud uds vd prof gral lic ing p.ej pág págs núm art cap vol aprox av tel";
    private const string Italian = "sig sigg sig.ra sig.na dott dott.ssa prof prof.ssa ing avv arch geom on p.es cfr pag pagg cap vol art fig tel";
    private const string Portuguese = "sr sra srta dr dra prof profa eng exmo exma p.ex pág págs art cap vol aprox av tel";
    private const string Dutch = "dhr mevr mw dr drs ir ing prof bijv d.w.z m.b.t o.a t.a.v t.o.v i.v.m ca nr blz vgl resp incl excl st";
    private const string Russian = "г гг ул д кв стр т.е т.к т.н т.д им проф акад рис см ср напр руб тыс млн млрд";

    private const string AfterWhichSentencesMayEnd = "etc inc ltd co corp jr sr bros a.m p.m usw u.s.w usf ecc et al т.д т.п и.т.д gmbh ph.d m.d b.a m.a";

    // What begins a sentence far more often than a name that an acronym belongs to.
    private const string Openers = "the a an this that these those it he she they we i you in on at but and so if when while there what who why how its his her their our my as for from with however then now no yes not";

    private static readonly Dictionary<string, string> ByLanguage = new()
    {
        ["en"] = English, ["de"] = German, ["fr"] = French, ["es"] = Spanish, ["it"] = Italian, ["pt"] = Portuguese, ["nl"] = Dutch, ["ru"] = Russian,
        ["auto"] = string.Join(' ', English, German, French, Spanish, Italian, Portuguese, Dutch, Russian),
    };

    private static readonly FrozenSet<string> Endings = Words(AfterWhichSentencesMayEnd);
    private static readonly FrozenSet<string> SentenceOpeners = Words(Openers);

    private readonly FrozenSet<string> _never;

    private Abbreviations(FrozenSet<string> never) => _never = never;

    public static Abbreviations Of(string language) => new(Words(ByLanguage.GetValueOrDefault(language, "")));

    /// <summary>Whether a full stop after the word belongs to the word alone.</summary>
    /// <param name="word">The word before the stop, without it.</param>
    /// <param name="next">The word that follows, in its own case.</param>
    public bool Continues(string word, string next)
    {
        var plain = word.ToLowerInvariant();
        if (Endings.Contains(plain))
        {
            return false;
        }

        // "No." is an abbreviation before a number only, and an answer otherwise.
        if (plain is "no" or "nos" or "nr" or "art" or "fig" or "vol" or "d" or "on" or "me" or "fr")
        {
            return _never.Contains(plain) && (char.IsDigit(next, 0) || (plain is "d" or "on" or "me" or "fr" && char.IsUpper(word, 0)));
        }

        return _never.Contains(plain) || IsInitial(word) || (IsAcronym(word) && !SentenceOpeners.Contains(next.ToLowerInvariant()));
    }

    private static bool IsInitial(string word) => word.Length == 1 && char.IsUpper(word[0]) && word is not "I";

    private static bool IsAcronym(string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsLetter(word[i]) : word[i] != '.')
            {
                return false;
            }
        }

        return word.Length >= 3 && word.Length % 2 == 1;
    }

    private static FrozenSet<string> Words(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
